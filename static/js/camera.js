/* Reads a voucher with the camera: a photo is sent as soon as it is taken; where the browser reads codes itself, a live
   view does. Nothing leaves the phone but the photo or the code. The page works without this file. */
(() => {
  "use strict";
  const LONGEST_SIDE = 1600;
  const QUALITY = 0.85;
  const PAUSE = 150;
  const CODE = /^[0-9A-HJKMNP-TV-Z]{16}$/;
  /* This tab last read live: the next page begins so. */
  const LIVE = "scaffale-live";

  document.addEventListener("DOMContentLoaded", () => {
    const place = document.querySelector("[data-camera]");
    if (!place) return;
    const find = (name) => place.querySelector(`[data-${name}]`);
    sendAtOnce(place, find);
    offerLive(find).catch(() => {});
  });

  /* ── A photo ── */
  function sendAtOnce(place, find) {
    const form = place.querySelector("form");
    const input = form.querySelector("input[type=file]");
    const button = find("photo");
    place.querySelectorAll("[data-plain]").forEach((part) => {
      part.hidden = true;
    });
    button.hidden = false;
    /* The button takes the field's place, so that the summary's link leads to it; it keeps its own name. */
    button.id = input.id;
    input.removeAttribute("id");
    form.querySelector("label").removeAttribute("for");
    button.addEventListener("click", () => {
      /* The same photo chosen again is a choice, too. */
      input.value = "";
      input.click();
    });
    input.addEventListener("change", async () => {
      if (!input.files.length) return;
      if (!("whole" in form.dataset)) await makeSmaller(input);
      form.requestSubmit(find("send"));
    });
  }

  /* What cannot be made smaller here is sent as it is. */
  async function makeSmaller(input) {
    try {
      const picture = await createImageBitmap(input.files[0]);
      const share = LONGEST_SIDE / Math.max(picture.width, picture.height);
      if (share >= 1) return;
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * share);
      canvas.height = Math.round(picture.height * share);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
      const chosen = new DataTransfer();
      chosen.items.add(new File([blob], "foto.jpg", { type: "image/jpeg" }));
      input.files = chosen.files;
    } catch {
      /* An old browser, or a format it does not know: the server says so in words. */
    }
  }

  /* ── Live ── */
  async function offerLive(find) {
    if (!window.BarcodeDetector || !navigator.mediaDevices) return;
    if (!(await BarcodeDetector.getSupportedFormats()).includes("qr_code")) return;
    const view = liveView(find);
    const open = find("live-open");
    open.hidden = false;
    open.addEventListener("click", view.start);
    find("live-close").addEventListener("click", () => {
      view.forget();
      open.focus();
    });
    window.addEventListener("pagehide", view.stop);
    document.addEventListener("visibilitychange", () => (document.hidden ? view.stop() : view.resume()));
    window.addEventListener("pageshow", (event) => event.persisted && view.resume());
    view.resume();
  }

  function liveView(find) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    const video = find("video");
    let turn = 0;

    function show(isOpen) {
      find("live").hidden = find("live-close").hidden = !isOpen;
      find("live-open").hidden = isOpen;
    }
    function stop() {
      turn += 1;
      if (video.srcObject) video.srcObject.getTracks().forEach((track) => track.stop());
      video.srcObject = null;
      show(false);
    }
    function forget() {
      sessionStorage.removeItem(LIVE);
      stop();
    }
    function say(problem) {
      find("refused").hidden = problem !== "refused";
      find("failed").hidden = problem !== "failed";
    }
    async function start() {
      stop();
      say("");
      const mine = turn;
      try {
        const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
        /* Left or closed while the browser was asking. */
        if (mine !== turn) return void stream.getTracks().forEach((track) => track.stop());
        video.srcObject = stream;
        await video.play();
        sessionStorage.setItem(LIVE, "yes");
        show(true);
        find("live-close").focus();
        read(mine);
      } catch (error) {
        if (mine !== turn) return;
        forget();
        say(error.name === "NotAllowedError" ? "refused" : "failed");
        find("photo").focus();
      }
    }
    function resume() {
      if (sessionStorage.getItem(LIVE) && !video.srcObject) start();
    }
    async function read(mine) {
      while (mine === turn) {
        const seen = await detector.detect(video).catch(() => []);
        const codes = new Set(seen.map((symbol) => symbol.rawValue).filter((text) => CODE.test(text)));
        if (mine !== turn) return;
        find("hint").hidden = codes.size > 1;
        find("several").hidden = codes.size < 2;
        if (codes.size === 1) return void send([...codes][0]);
        await new Promise((done) => setTimeout(done, PAUSE));
      }
    }
    function send(code) {
      stop();
      const form = document.querySelector(".code-form");
      form.elements.code.value = code;
      form.requestSubmit();
    }
    return { start, stop, forget, resume };
  }
})();
