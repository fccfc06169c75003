// In a preview only: shows the new page when there is one, at the same slide; and why there is none.
(() => {
  const root = document.documentElement, kept = "briefing-preview", seen = document.currentScript.dataset.seen;
  const changes = new EventSource("changes?seen=" + seen);
  const fault = document.body.appendChild(document.createElement("pre"));
  fault.setAttribute("role", "alert");
  fault.style.cssText = "position:fixed;inset:auto 0 0;z-index:99;margin:0;padding:1em;font:16px/1.4 sans-serif;"
    + "white-space:pre-wrap;background:#8b1a1a;color:#fff";
  fault.hidden = true;
  changes.addEventListener("page", () => {
    changes.close();
    sessionStorage.setItem(kept, root.className);
    location.reload();
  });
  changes.addEventListener("fault", (event) => {
    fault.textContent = JSON.parse(event.data);
    fault.hidden = !fault.textContent;
  });
  const before = sessionStorage.getItem(kept);
  if (before && !root.classList.contains("presenter")) root.className = before;
  sessionStorage.removeItem(kept);
})();
