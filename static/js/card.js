/* Turns the codes of a member card without a request: the page holds those of the next minutes. When they are over, or
   htmx brings new ones, it begins anew. Without this file the first code stays, and "New code" loads the page. */
(() => {
  "use strict";
  const SECOND = 1000;

  function start(place) {
    if (place.dataset.started) return;
    place.dataset.started = "yes";
    /* By the clock of the wall, not of the page: a phone that slept must not show an old code. */
    const opened = Date.now();
    const codes = [...place.querySelectorAll("[data-code]")];
    const left = place.querySelector("[data-left]");
    const gauge = place.querySelector("[data-gauge]");
    const over = place.querySelector("[data-over]");
    const turn = () => {
      if (!place.isConnected) return window.clearInterval(timer);
      const passed = (Date.now() - opened) / SECOND;
      const current = codes.find((code) => code.dataset.begins <= passed && passed < code.dataset.ends);
      codes.forEach((code) => { code.hidden = code !== current; });
      over.hidden = Boolean(current);
      left.parentElement.hidden = !current;
      gauge.hidden = !current;
      if (!current) return undefined;
      const rest = Math.max(1, Math.ceil(current.dataset.ends - passed));
      left.textContent = rest;
      gauge.value = rest;
      return undefined;
    };
    const timer = window.setInterval(turn, SECOND);
    document.addEventListener("visibilitychange", turn);
  }

  const startAll = () => document.querySelectorAll("[data-card-codes]").forEach(start);
  document.addEventListener("DOMContentLoaded", startAll);
  document.addEventListener("htmx:load", startAll);
})();
