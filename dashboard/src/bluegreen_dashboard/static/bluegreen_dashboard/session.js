// SPDX-FileCopyrightText: 2026 The bluegreen authors
// SPDX-License-Identifier: Apache-2.0

// Horizon answers 401 with the address of its sign-in when the session has expired. Its own script
// for dialogs does not follow it: it reports an error, and shows "Working" from then on.
(function ($) {
  'use strict';

  $(document).ajaxError(function (event, answer, settings) {
    var signIn = answer.getResponseHeader('X-Horizon-Location');

    if (answer.status === 401 && signIn && settings.url.indexOf('/bluegreen/') !== -1) {
      window.location.href = signIn;
    }
  });
})(jQuery);
