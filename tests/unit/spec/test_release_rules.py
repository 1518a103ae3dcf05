# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The rules of scaling, drain, checks, watch, retire, hooks, notifications: each broken once."""

from pathlib import Path

import pytest

OF_RELEASE = "{application}, {side}, {version}, {release}, {address}, {url}, {production}"
OF_EVENT = f"{OF_RELEASE}, {{event}}, {{sentence}}"
OF_EVENTS = "deployed, awaiting_approval, switched, rolled_back, failed or stuck"

CHECKS = [
    ("{http: {}}", "name: is required"),
    ("{name: a}", "command: give exactly one of http, prometheus and command"),
    (
        "{name: a, http: {}, command: {run: [sh]}}",
        "command: give exactly one of http, prometheus and command",
    ),
    ("{name: a, trial: sometimes, http: {}}", "trial: must be true or false"),
    ("{name: a, http: {path: front}}", "http.path: must be a path that starts with '/'"),
    (
        "{name: a, http: {path: '/{colour}'}}",
        f"http.path: may contain {OF_RELEASE}, but has {{colour}}",
    ),
    (
        "{name: a, http: {path: '/${KEY}'}}",
        "http.path: must not contain an environment variable, but has ${KEY}",
    ),
    (
        "{name: a, http: {headers: {'a b': c}}}",
        "http.headers.a b: is not the name of an HTTP header",
    ),
    (
        "{name: a, http: {body: '[a'}}",
        "http.body: is not a valid regular expression: unterminated character set at position 2",
    ),
    (
        "{name: a, http: {json: {state: [ok]}}}",
        "http.json.state: must be text, a number, true, false or null",
    ),
    ("{name: a, http: {requests: 0}}", "http.requests: must be at least 1"),
    (
        "{name: a, http: {percentile: {95: 1s}}}",
        "http.percentile[95]: must be text; put it in quotes",
    ),
    (
        "{name: a, http: {percentile: {p0: 1s}}}",
        "http.percentile.p0: must be p1 to p100, such as p95",
    ),
    (
        "{name: a, prometheus: {url: 'http://p', query: up}}",
        "prometheus.above: give either below or above",
    ),
    (
        "{name: a, prometheus: {url: 'http://p', query: up, below: 1, above: 0}}",
        "prometheus.above: give either below or above",
    ),
    (
        "{name: a, prometheus: {url: 'http://p', query: up, below: .inf}}",
        "prometheus.below: must be a number",
    ),
    (
        "{name: a, prometheus: {url: 'http://p', query: up, below: '1'}}",
        "prometheus.below: must be a number",
    ),
    (
        "{name: a, prometheus: {url: 'ftp://p', query: up, below: 1}}",
        "prometheus.url: must be a URL such as https://host.example/path",
    ),
    (
        "{name: a, prometheus: {url: 'http://me:secret@p', query: up, below: 1}}",
        "prometheus.url: must not name a user: send credentials in headers, as ${VARIABLE}",
    ),
    (
        "{name: a, command: {run: smoke.sh}}",
        "command.run: must be a list of text: the program and its arguments",
    ),
    ("{name: a, command: {run: [./gone.sh]}}", "command.run: gone.sh is not a file"),
    (
        "{name: a, command: {run: [./plain.sh]}}",
        "command.run: plain.sh is not executable; run: chmod +x plain.sh",
    ),
]

OTHERS = [
    (
        "checks: [{name: a, http: {}}, {name: a, http: {}}]",
        "checks: has two checks named a",
    ),
    ("scaling: {out_above: 80}", "scaling.source: is required"),
    ("scaling: {source: statsd}", "scaling.source: must be one of prometheus, gnocchi or none"),
    (
        "scaling: {source: gnocchi, metric: memory}",
        "scaling.metric: must be one of cpu",
    ),
    (
        "scaling: {source: gnocchi, out_above: 60, in_below: 31}",
        "scaling.in_below: must be at most half of out_above, which is 60",
    ),
    ("scaling: {source: none, drain: 11m}", "scaling.drain: must be at most 10m"),
    ("scaling: {source: none, cooldown: 500ms}", "scaling.cooldown: must be whole seconds"),
    ("scaling: {source: none}", "scaling: needs servers.count with min below max"),
    ("approval: maybe", "approval: must be one of auto, ask or wait"),
    (
        "switch: {drain: {policy: wait}}",
        "switch.drain.policy: must be one of drain or cut",
    ),
    (
        "switch: {drain: {after_deadline: kill}}",
        "switch.drain.after_deadline: must be one of leave or cut",
    ),
    (
        "switch: {drain: {policy: cut, deadline: 1m}}",
        "switch.drain: must not have deadline with policy cut",
    ),
    (
        "switch: {drain: {deadline: 0s}}",
        "switch.drain.deadline: must be longer than 0 and at most 24h",
    ),
    ("watch: {duration: 5s}", "watch.every: must not be longer than duration"),
    ("watch: {failed_probes: -1}", "watch.failed_probes: must be at least 0"),
    ("watch: {on_failure: no}", "watch.on_failure: must be one of automatic, ask or never"),
    ("retire: {to: remove, servers: 2}", "retire.servers: applies only to warm, but to is remove"),
    ("hooks: {before_switch: [a]}", "hooks.before_switch: must be the path of an executable"),
    ("hooks: {before_switch: ./gone.sh}", "hooks.before_switch: gone.sh is not a file"),
    (
        "hooks: {befor_switch: ./gone.sh}",
        "hooks.befor_switch: is not a key here; did you mean before_switch?",
    ),
    (
        "notifications: [{url: 'https://c', events: [moved]}]",
        f"notifications[0].events[0]: must be one of {OF_EVENTS}",
    ),
    (
        "notifications: [{url: 'https://c/{version}'}]",
        "notifications[0].url: may contain no placeholder, but has {version}",
    ),
    (
        "notifications: [{url: 'https://c', template: {a: {b: ['{colour}']}}}]",
        f"notifications[0].template: may contain {OF_EVENT}, but has {{colour}}",
    ),
    (
        "notifications: [{url: 'https://c', template: {a: .nan}}]",
        "notifications[0].template: contains a number that JSON cannot represent",
    ),
]

BROKEN = [(f"checks: [{check}]", f"checks[0].{told}") for check, told in CHECKS] + OTHERS


@pytest.mark.parametrize(("text", "told"), BROKEN, ids=[told for _, told in BROKEN])
def test_a_broken_rule_is_reported_in_plain_words(problems, smallest, text, told):
    """One broken rule gives one problem, on its line, and says what must hold."""
    Path("plain.sh").touch(mode=0o644)
    line = smallest.count("\n") + 1
    assert problems(f"{smallest}{text}\n") == [f"{line}: {told}"]


def test_a_broken_kind_does_not_count_as_none(problems, smallest):
    """A check whose only kind has a mistake has that mistake, and no other."""
    text = "checks: [{name: a, http: {requests: many}}]\n"
    assert problems(smallest + text) == ["6: checks[0].http.requests: must be a whole number"]


def test_a_query_keeps_its_own_braces(loaded, smallest):
    """Only a word alone in braces is a placeholder: label matchers are not."""
    query = 'sum(rate(errors{version="{version}",side=~"{side}|none"}[5m]))'
    check = f"checks: [{{name: a, prometheus: {{url: 'http://p', query: '{query}', below: 1}}}}]\n"
    assert loaded(smallest + check).checks[0].prometheus.query == query


def test_the_variables_that_must_be_set_are_known_beforehand(loaded, smallest):
    """They are found in every place that takes them, so that nothing starts without them."""
    text = """\
checks:
  - {name: a, http: {headers: {A: "${ONE}"}}}
  - {name: b, prometheus: {url: "https://${TWO}/", query: up, above: 0, headers: {B: "${THREE}"}}}
  - {name: c, command: {run: [sh, -c, "echo ${NOT_OURS}"]}}
notifications:
  - {url: "${FOUR}", headers: {C: "x${FIVE}"}, template: {a: [{b: "${SIX}"}]}}
"""
    assert loaded(smallest + text).variables == {"ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX"}
    assert loaded(smallest).variables == frozenset()


def test_a_program_is_found_relative_to_the_file(loaded, smallest, directory, monkeypatch):
    """It runs in the folder of the specification, wherever the command was started."""
    Path("smoke.sh").touch(mode=0o755)
    text = "checks: [{name: a, command: {run: [./smoke.sh, -q]}}]\nhooks: {after_check: sh}\n"
    specification = loaded(smallest + text)
    run = specification.checks[0].command.run
    assert (run.command, run.folder) == ((f"{directory}/smoke.sh", "-q"), directory)
    assert specification.hooks.program("after_check").command == ("sh",)
    assert specification.hooks.program("before_check") is None


PROOFS = [
    ("{by: faith}", "by: must be one of probe, statistics or none"),
    ("{header: 'a b'}", "header: is not the name of an HTTP header"),
    (
        "{certificate: shop.example}",
        "certificate: must contain {side}, because both sides would match otherwise",
    ),
    (
        "{banner: '{colour} {side}'}",
        "banner: may contain {application}, {side}, but has {colour}",
    ),
    (
        "{path: /side, certificate: '{side}.example'}",
        "certificate: cannot be combined with path",
    ),
    (
        "{certificate: '{side}.example', banner: '{side}'}",
        "banner: cannot be combined with certificate",
    ),
]


@pytest.mark.parametrize(("proof", "problem"), PROOFS)
def test_each_broken_rule_of_the_proof_is_reported(problems, smallest, proof, problem):
    """What cannot tell the sides apart is no proof."""
    told = problems(f"{smallest}switch:\n  proof: {proof}\n")
    assert told == [f"7: switch.proof.{problem}"]
