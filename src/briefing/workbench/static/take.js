// Take it away: the deck as files, for the room or for each of them.
import { ask, download, drop, h, many, on, send, state } from "/static/parts.js";

const WORDS = { pptx: "PowerPoint", pdf: "PDF", html: "Web page", md: "Text (Markdown)" };
const ORDER = ["pptx", "pdf", "html", "md"];

const link = (told, format, people, label, main = false) => download({ class: `button${main ? " primary" : ""}`, href: `/download?format=${format}&for=${encodeURIComponent(people.join(","))}`, "aria-label": label }, WORDS[format], told);

export const take = () => {
  const place = h("div", { class: "group" });
  const told = h("div", { role: "status" });
  let drawn = "";
  const draw = () => {
    const people = state.start.personas.filter((each) => state.room.people?.includes(each.id));
    const formats = ORDER.filter((each) => state.start.formats.includes(each));
    if (!people.length) { drawn = ""; place.replaceChildren(h("div", { class: "empty" }, h("strong", {}, "There is no deck yet"), h("p", {}, "Choose who is in the room first."))); return; }
    const names = people.map((each) => each.name);
    const now = JSON.stringify(people.map((each) => each.id));
    if (now === drawn) { place.querySelector("code").textContent = state.command ?? ""; return; } // a file may be on its way
    drawn = now;
    told.replaceChildren();
    place.replaceChildren(
      h("section", { class: "group" }, h("h3", {}, `One deck for ${names.length > 3 ? "all of them" : names.join(" and ")}`), h("div", { class: "row" }, formats.map((each, number) => link(told, each, people.map((one) => one.id), `${WORDS[each]} for ${names.join(", ")}`, !number))), told),
      people.length > 1 ? h("section", { class: "group" }, h("h3", {}, "One for each"), h("table", {}, h("tbody", {}, people.map((each) => h("tr", {}, h("th", { scope: "row" }, each.name), h("td", {}, h("div", { class: "row" }, formats.map((one) => link(told, one, [each.id], `${WORDS[one]} for ${each.name}`))))))))) : "",
      h("details", {}, h("summary", {}, "The same from a terminal"), h("p", { class: "help" }, "For whoever makes it again every month:"), h("pre", { class: "box", tabIndex: 0 }, h("code", {}, state.command ?? ""))));
  };
  const fault = (where, error) => where.replaceChildren(h("div", { class: "box bad", role: "alert" }, h("p", {}, error.message)));

  // A table of audiences, and a deck for each of them.
  const batch = h("div", { "aria-live": "polite" });
  const follow = async () => {
    try {
      const now = await ask("/api/batch");
      if (now.busy) {
        batch.replaceChildren(h("p", { class: "help" }, now.count ? `${now.done} of ${now.count} files` : "Reading the table…"), h("progress", { max: now.count || 1, value: now.count ? now.done : null, "aria-label": "Decks" }));
        setTimeout(follow, 500);
        return;
      }
      const files = now.files ?? [];
      const good = files.filter((each) => each.path && each.status !== "failed");
      batch.replaceChildren(h("div", { class: `box${good.length ? "" : " bad"}` }, h("h4", {}, good.length ? `${many(good.length, "file")} in the folder output` : "No deck was made"),
        good.length ? (() => { const said = h("div", { role: "status" }); return h("div", { class: "group" }, h("div", { class: "row" }, download({ class: "button primary", href: "/download/batch" }, "Download all of them", said)), said); })() : "",
        h("ul", { class: "notices" }, [...files.filter((each) => each.reason).map((each) => `${each.audience || each.path}: ${each.reason}`), ...(files.length ? [] : now.said)].map((each) => h("li", {}, each)))));
    } catch (error) { fault(batch, error); }
  };
  const table = async ([file]) => {
    if (!file) return;
    try { const kept = await send("table", file); await ask("/api/batch", { name: kept.name }); follow(); } catch (error) { fault(batch, error); }
  };

  // A deck that people have edited, with the figures of today.
  const fresh = h("div", { "aria-live": "polite" });
  const freshly = h("div", { role: "status" });
  // The same change on several slides is one row; what is left to a person is open, all else folds away.
  const rowsOf = (changes) => {
    const rows = new Map();
    for (const each of changes) {
      const stands = each.yours || each.was || each.title;
      const name = JSON.stringify([stands, each.now]);
      rows.set(name, { stands, now: each.now, slides: [...new Set([...(rows.get(name)?.slides ?? []), each.slide || "–"])] });
    }
    return [...rows.values()];
  };
  const part = (how, changes) => {
    const rows = rowsOf(changes);
    return h("details", { open: changes.some((each) => each.open) }, h("summary", {}, `${many(rows.length, "change")}: ${how}`),
      h("table", {}, h("thead", {}, h("tr", {}, ["Stands there", "The facts say", "Slides"].map((each) => h("th", { scope: "col" }, each)))),
        h("tbody", {}, rows.map((each) => h("tr", {}, h("td", {}, each.stands), h("td", {}, each.now), h("td", {}, each.slides.join(", ")))))));
  };
  const shown = (found) => { freshly.replaceChildren(); fresh.replaceChildren(report(found)); };
  const report = (found) => h("div", { class: "box" },
    h("h4", {}, !found.changes.length ? `${found.name} is up to date` : found.written ? `${found.name} has the new figures` : `What would change in ${found.name}`),
    h("div", { class: "row" }, found.written ? download({ class: "button primary", href: `/download/refreshed?name=${encodeURIComponent(found.name)}` }, "Download it", freshly)
      : found.changes.length ? h("button", { type: "button", class: "primary", onclick: async () => { try { shown(await ask("/api/refresh", { name: found.name, write: true })); } catch (error) { fault(fresh, error); } } }, "Bring it up to date") : ""), freshly,
    found.notices.length ? h("ul", { class: "notices" }, found.notices.map((each) => h("li", {}, each))) : "",
    [...new Set(found.changes.map((each) => each.how))].sort((one, other) => found.changes.some((each) => each.how === other && each.open) - found.changes.some((each) => each.how === one && each.open)).map((how) => part(how, found.changes.filter((each) => each.how === how))));
  const deck = async ([file]) => {
    if (!file) return;
    fresh.replaceChildren(h("p", { class: "help" }, `Looking at ${file.name}…`));
    try { const kept = await send("deck", file); shown(await ask("/api/refresh", { name: kept.name })); } catch (error) { fault(fresh, error); }
  };
  const more = [
    h("section", { class: "group" }, h("h3", {}, "One for each of many audiences"), drop("A table of audiences", "A row for each: its name, who it is for, and what differs. Excel, CSV or YAML.", ".xlsx,.csv,.yaml,.yml", false, table), batch),
    h("section", { class: "group" }, h("h3", {}, "New figures in a deck that you have edited"), drop("A deck that briefing made", "You see first what would change. What you wrote yourself stays.", ".pptx", false, deck), fresh),
  ];
  on("room", draw);
  on("shown-deck", draw);
  draw();
  return [h("header", {}, h("h2", {}, "Take it away"), h("p", {}, "Every file is complete: native charts and notes in PowerPoint, one file that needs no network as a web page.")), place, ...more];
};
