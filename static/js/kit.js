/* Small comforts. Every page works without this file. */
(() => {
  "use strict";
  const waitLabel = () => document.body.dataset.wait || "…";

  function markBusy(form, button) {
    form.dataset.sent = "yes";
    if (!button || button.tagName !== "BUTTON") return;
    button.setAttribute("aria-busy", "true");
    const note = document.createElement("span");
    note.dataset.waiting = "";
    note.textContent = waitLabel();
    button.append(note);
  }

  function free(root) {
    root.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
    root.querySelectorAll("button[aria-busy]").forEach((button) => {
      button.removeAttribute("aria-busy");
      button.querySelectorAll("[data-waiting]").forEach((note) => note.remove());
    });
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    markBusy(form, event.submitter);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) free(document);
  });

  function focusFirst(root) {
    const target = root.querySelector("[data-focus]");
    if (target) target.focus();
  }

  function closeMenus(except) {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  }
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement && document.activeElement.closest("details.menu[open]");
    closeMenus(null);
    if (menu) menu.querySelector("summary").focus();
  });

  function showNetwork(missing) {
    const strip = document.querySelector("[data-network]");
    if (strip) strip.hidden = !missing;
  }
  window.addEventListener("offline", () => showNetwork(true));
  window.addEventListener("online", () => showNetwork(false));

  document.addEventListener("click", (event) => {
    const printer = event.target.closest("[data-print]");
    if (printer) window.print();
  });

  document.addEventListener("DOMContentLoaded", () => focusFirst(document));
  document.addEventListener("htmx:afterSwap", (event) => focusFirst(event.target));
  document.addEventListener("htmx:sendError", () => showNetwork(true));
  document.addEventListener("htmx:afterOnLoad", () => showNetwork(false));
  /* A whole page in answer to a part of one: the session has ended. Reloading leads to the sign-in and back. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { shouldSwap, serverResponse, elt } = event.detail;
    if (!shouldSwap || elt.closest("[hx-select]") || !/<html[\s>]/i.test(serverResponse)) return;
    event.detail.shouldSwap = false;
    window.location.reload();
  });
  document.addEventListener("htmx:responseError", (event) => {
    if ([401, 403].includes(event.detail.xhr.status)) window.location.reload();
  });
})();
