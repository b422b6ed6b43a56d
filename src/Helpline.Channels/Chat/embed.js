// A button on another site that opens the chat in a frame. Nothing is stored; leaving also leaves this page.
(() => {
  const script = document.currentScript;
  const page = new URL("../chat", script.src);
  const language = new URL(script.src).searchParams.get("lang");
  if (language)
    page.searchParams.set("lang", language);
  const [exit, open] = ["{exit}", "{open}"];
  let frame = null;

  const button = document.createElement("button");
  button.type = "button";
  button.textContent = open;
  button.setAttribute("aria-expanded", "false");
  Object.assign(button.style, {
    position: "fixed", insetBlockEnd: "16px", insetInlineEnd: "16px", zIndex: "2147483647", minHeight: "48px", minWidth: "48px", padding: "0 20px", border: "2px solid #fff",
    borderRadius: "24px", background: "#0b5d5a", color: "#fff", font: "600 16px system-ui, sans-serif", cursor: "pointer",
  });

  function toggle() {
    if (!frame) {
      frame = document.createElement("iframe");
      frame.title = open;
      frame.referrerPolicy = "no-referrer";
      frame.addEventListener("load", () => frame.contentWindow.postMessage("helpline:hello", page.origin));
      frame.hidden = true;
      Object.assign(frame.style, {
        position: "fixed", insetBlockEnd: "76px", insetInlineEnd: "16px", zIndex: "2147483647", width: "min(400px, calc(100vw - 32px))", height: "min(640px, calc(100vh - 96px))",
        border: "1px solid #7a8a8a", borderRadius: "16px", background: "#fff", boxShadow: "0 8px 40px rgb(0 0 0 / 0.25)",
      });
      frame.src = page.href;
      document.body.append(frame);
    }
    frame.hidden = !frame.hidden;
    button.setAttribute("aria-expanded", String(!frame.hidden));
  }

  function leave() {
    frame?.remove();
    document.documentElement.replaceChildren();
    location.replace(exit);
  }

  button.addEventListener("click", toggle);
  addEventListener("message", event => {
    if (frame && event.source === frame.contentWindow && event.origin === page.origin && event.data === "helpline:leave")
      leave();
  });

  let shifts = [];
  addEventListener("keydown", event => {
    if (event.repeat)
      return;
    shifts = event.key === "Shift" ? [...shifts.filter(at => event.timeStamp - at < 5000), event.timeStamp] : [];
    if (shifts.length === 3 && frame && !frame.hidden)
      leave();
  });

  document.body ? document.body.append(button) : addEventListener("DOMContentLoaded", () => document.body.append(button));
})();
