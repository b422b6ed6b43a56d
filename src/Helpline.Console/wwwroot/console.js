// What Blazor cannot do by itself. The functions are called from Browser.cs; the listeners work on the whole document.
(() => {
  "use strict";
  const nearEnd = 80; // pixels: whoever is this close to the end reads the newest lines

  function follow(transcript) {
    const newer = transcript.parentElement.querySelector("[data-newer]");
    const toEnd = (behavior) => transcript.scrollTo({ top: transcript.scrollHeight, behavior });
    let pinned = true;
    transcript.addEventListener("scroll", () => {
      pinned = transcript.scrollHeight - transcript.scrollTop - transcript.clientHeight < nearEnd;
      if (pinned) newer.classList.remove("shown");
    }, { passive: true });
    newer.addEventListener("click", () => toEnd("smooth"));
    new MutationObserver((changes) => {
      const lines = changes.flatMap((change) => [...change.addedNodes]).filter((node) => node.matches?.("[data-author]"));
      if (pinned || lines.some((line) => line.dataset.author === "counsellor")) toEnd("auto");
      else if (lines.length > 0) newer.classList.add("shown");
    }).observe(transcript, { childList: true, subtree: true, characterData: true });
    new ResizeObserver(() => { if (pinned) toEnd("auto"); }).observe(transcript); // the reply box grows, a phone is turned
    toEnd("auto");
  }

  function show(element) {
    const frame = element?.closest(".picture");
    if (!frame) return;
    const [inner, outer] = [element.getBoundingClientRect(), frame.getBoundingClientRect()];
    frame.scrollBy(inner.x + inner.width / 2 - outer.x - outer.width / 2, inner.y + inner.height / 2 - outer.y - outer.height / 2); // the frame only: the page stays at its head
  }

  window.helpline = {
    follow,
    showDialog: (dialog) => dialog.showModal(),
    closeDialog: (dialog) => dialog.close(),
    focus: (element) => { if (element && matchMedia("(pointer: fine)").matches) element.focus({ preventScroll: true }); },
    show,
    zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches?.("[data-submit-on-ctrl-enter]")) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-reload]")) location.reload();
  });

  // What was typed while the connection was gone never reached the server; sending would send the text without it.
  document.addEventListener("components-reconnect-state-changed", (event) => {
    if (event.detail.state !== "hide") return;
    for (const text of document.querySelectorAll("main textarea")) text.dispatchEvent(new Event("input", { bubbles: true }));
  }, { capture: true });

  // Whoever logs out in one tab is logged out in all of them: conversations must not stay on the screen of a shared computer.
  const sessions = new BroadcastChannel("helpline-session");
  sessions.addEventListener("message", () => location.reload());
  document.addEventListener("submit", (event) => {
    if (event.target.matches?.("form[action='/logout']")) addEventListener("pagehide", () => sessions.postMessage("ended"), { once: true });
  });
})();
