/* Shows the passkey buttons where the browser knows passkeys, and says when one was not read. */
(() => {
  "use strict";
  document.addEventListener("DOMContentLoaded", () => {
    if (!window.PublicKeyCredential) return;
    document.querySelectorAll("[data-needs-script]").forEach((element) => {
      element.hidden = false;
    });
  });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    document.querySelectorAll("[data-passkey-problem]").forEach((element) => {
      element.hidden = false;
    });
  });
})();
