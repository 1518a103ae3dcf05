# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The completion scripts for bash, zsh and fish, written from what may be typed.

Each finds the command among the words before the cursor, and looks up what may follow it.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """An option by all of its names. `values` is empty where any text or a file may follow."""

    names: tuple[str, ...]
    help: str
    takes_value: bool = False
    values: tuple[str, ...] = ()
    files: bool = False


@dataclass(frozen=True)
class Typed:
    """What may follow a command: its options, the words without a dash, whether files do."""

    summary: str
    options: tuple[Option, ...]
    words: tuple[str, ...] = ()
    files: bool = False

    @property
    def names(self) -> list[str]:
        """Every name of every option."""
        return [name for option in self.options for name in option.names]


@dataclass(frozen=True)
class CommandLine:
    """All that may be typed after `bluegreen`; a command of two words has a space in its name.

    A name of one word that only begins others is in `commands` too, with the second words.
    """

    options: tuple[Option, ...]
    commands: Mapping[str, Typed]

    @property
    def everywhere(self) -> Iterator[tuple[str, Typed]]:
        """Yield what follows each command, and under "" what follows the program's name."""
        first = tuple(name for name in sorted(self.commands) if " " not in name)
        yield "", Typed("", self.options, first)
        yield from sorted(self.commands.items())

    @property
    def before_the_command(self) -> list[str]:
        """Global options that take a value: the word after them is no command."""
        return [name for o in self.options if o.takes_value for name in o.names]

    @property
    def groups(self) -> list[str]:
        """The words that only begin commands of two words."""
        return sorted({name.partition(" ")[0] for name in self.commands if " " in name})


BASH = """\
# For bash: source <(bluegreen complete bash)
_bluegreen() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}}
    [[ $before == = ]] && before=${{COMP_WORDS[COMP_CWORD - 2]}}
    [[ $word == = ]] && word=
    local verb= options= offered= files= i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${{COMP_WORDS[i]}} in
            {skipped}) [[ ${{COMP_WORDS[i + 1]}} == = ]] && i=$((i + 1)); i=$((i + 1)) ;;
            -*) ;;
            *) verb=${{COMP_WORDS[i]}}; break ;;
        esac
    done
    case $verb in
        {groups}) ((i + 1 < COMP_CWORD)) && verb+=" ${{COMP_WORDS[i + 1]}}" ;;
    esac
    case "$verb $before" in
{values}
        *)
            case $verb in
{words}
            esac
            ;;
    esac
    if [[ $word == -* ]]; then
        files=
    else
        options=
    fi
    [[ -n $files ]] && compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen ${{files:+-f}} -W "$offered $options" -- "$word")
}}
complete -F _bluegreen bluegreen
"""


def bash(typed: CommandLine) -> str:
    """Return the script for bash, 4 or later."""
    values, words = [], []
    for verb, after in typed.everywhere:
        for option in after.options:
            if option.takes_value:
                places = " | ".join(shlex.quote(f"{verb} {name}") for name in option.names)
                values.append(f"        {places}) {_bash_offer(option.values, option.files)} ;;")
        options, offer = shlex.quote(" ".join(after.names)), _bash_offer(after.words, after.files)
        words.append(f"                {shlex.quote(verb)}) options={options} {offer} ;;")
    return BASH.format(
        skipped=" | ".join(typed.before_the_command),
        groups=" | ".join(typed.groups),
        values="\n".join(values),
        words="\n".join(words),
    )


def _bash_offer(words: tuple[str, ...], files: bool) -> str:  # noqa: FBT001
    return f"offered={shlex.quote(' '.join(words))}" + (" files=yes" if files else "")


ZSH = """\
#compdef bluegreen
# For zsh: source <(bluegreen complete zsh), or this as _bluegreen in $fpath
_bluegreen() {{
    local verb= before=${{words[CURRENT-1]}} i
    local -a options offered
    if [[ ${{words[CURRENT]}} == --*=* ]]; then
        before=${{words[CURRENT]%%=*}}
        compset -P '*='
    fi
    for ((i = 2; i < CURRENT; i++)); do
        case ${{words[i]}} in
            ({skipped}) ((i++)) ;;
            (-*) ;;
            (*) verb=${{words[i]}}; break ;;
        esac
    done
    if [[ $verb == ({groups}) ]] && ((i + 1 < CURRENT)); then
        verb+=" ${{words[i+1]}}"
    fi
    case "$verb $before" in
{values}
    esac
    case $verb in
{words}
    esac
    if [[ ${{words[CURRENT]}} == -* ]]; then
        _describe -o option options
    else
        _describe word offered
    fi
}}
if [[ ${{funcstack[1]}} == _bluegreen ]]; then
    _bluegreen "$@"
else
    compdef _bluegreen bluegreen
fi
"""


def zsh(typed: CommandLine) -> str:
    """Return the script for zsh, to be sourced after compinit or kept in $fpath."""
    values, words = [], []
    for verb, after in typed.everywhere:
        for option in after.options:
            if option.takes_value:
                places = "|".join(shlex.quote(f"{verb} {name}") for name in option.names)
                offer = f"compadd -- {shlex.join(option.values)}; " if option.values else ""
                offer = "_files; " if option.files else offer
                values.append(f"        ({places}) {offer}return ;;")
        options = [f"{name}:{option.help}" for option in after.options for name in option.names]
        summaries = {} if verb else {name: each.summary for name, each in typed.commands.items()}
        offered = [f"{word}:{summaries.get(word, '')}".rstrip(":") for word in after.words]
        words.append(f"        ({shlex.quote(verb)})")
        words.append(f"            options=({shlex.join(options)})")
        words += [f"            offered=({shlex.join(offered)})"] if offered else []
        words += ["            [[ ${words[CURRENT]} != -* ]] && _files"] if after.files else []
        words.append("            ;;")
    return ZSH.format(
        skipped="|".join(typed.before_the_command),
        groups="|".join(typed.groups),
        values="\n".join(values),
        words="\n".join(words),
    )


FISH = """\
# For fish: keep it as ~/.config/fish/completions/bluegreen.fish
function __bluegreen_verb
    set -l words (commandline -opc)
    set -e words[1]
    while set -q words[1]
        switch $words[1]
            case {skipped}
                set -e words[1]
            case '-*'
            case {groups}
                echo $words[1] $words[2]
                return
            case '*'
                echo $words[1]
                return
        end
        set -e words[1]
    end
end
function __bluegreen_is
    set -l verb (__bluegreen_verb)
    test "$verb" = "$argv"
end
complete -f -c bluegreen
"""

COMPLETE = "complete -c bluegreen"


def fish(typed: CommandLine) -> str:
    """Return the script for fish, 3 or later."""
    lines = [FISH.format(skipped=" ".join(typed.before_the_command), groups=" ".join(typed.groups))]
    for verb, after in typed.everywhere:
        begin = f"{COMPLETE} -n {_fish(f'__bluegreen_is {verb}'.rstrip())}"
        for word in after.words:
            summary = "" if verb else f" -d {_fish(typed.commands[word].summary)}"
            lines.append(f"{begin} -a {word}{summary}\n")
        if after.files:
            lines.append(f"{begin} -F\n")
        lines += [f"{begin} {_fish_option(option)}\n" for option in after.options]
    return "".join(lines)


def _fish_option(option: Option) -> str:
    words = [
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names
    ]
    if option.files:
        words.append("-r -F")
    elif option.takes_value:
        words.append("-x")
    if option.values:
        words.append(f"-a {_fish(' '.join(option.values))}")
    return " ".join([*words, f"-d {_fish(option.help)}"])


def _fish(text: str) -> str:
    """Return a word of fish, in whose single quotes a backslash escapes."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


SCRIPTS: Mapping[str, Callable[[CommandLine], str]] = {"bash": bash, "zsh": zsh, "fish": fish}
