// The bill: drop it, see what it is worth, and take its figures into the facts.
import { ask, at, drop, emit, h, many, say, send, state } from "/static/parts.js";
import { change, flush, spoken } from "/static/facts.js";

const bytes = (count) => (count < 1e6 ? `${Math.ceil(count / 1e3)} KB` : count < 1e9 ? `${Math.round(count / 1e6)} MB` : `${(count / 1e9).toFixed(1)} GB`);

export const bill = () => {
  const place = h("div", { class: "group", "aria-live": "polite" });
  const reading = h("p", { class: "help", "aria-live": "off" });
  const bar = h("progress", { max: 1, value: 0, hidden: true, "aria-label": "The billing data" });
  const folder = h("input", { id: "bill-folder", placeholder: "bills", autocomplete: "off" });

  // What is taken says where it is from: beside the spend what it counts, and in every part of it the bill as its source.
  const taken_ = async (some) => {
    for (const each of some) change(each.path, each.value);
    const owner = some[0].path.includes("by-month") ? some[0].path.slice(0, -2) : some[0].path.slice(0, -1);
    const [field, said] = owner.join() === "spend" ? ["basis", some[0].basis] : ["source", `Cloud bill: ${some[0].basis}`];
    if (!at(state.values, [...owner, field])) change([...owner, field], said);
    await flush();
  };
  const offers = async () => {
    const every = await ask("/api/bill/figures");
    const months = every.filter((each) => each.path.at(-2) === "by-month");
    const found = [...every.filter((each) => each.path.at(-2) !== "by-month").map((each) => ({ ...each, some: [each] })),
      ...(months.length ? [{ key: "spend.by-month", value: `${months.length} months, ${months[0].path.at(-1)} to ${months.at(-1).path.at(-1)}`, basis: months[0].basis, some: months }] : [])];
    if (!found.length) return h("p", { class: "help" }, "Your facts have all that this bill could fill in.");
    return h("section", { class: "group" }, h("h3", {}, "What it says that your facts do not"), h("p", { class: "help" }, "The slides use these figures already. Take one, and it stands in your file as well, where you can change it."),
      h("table", {}, h("thead", {}, h("tr", {}, ["Field, and what it counts", "Figure", ""].map((each) => h("th", { scope: "col" }, each || h("span", { class: "said" }, "Take it"))))),
        h("tbody", {}, found.map((each) => { const row = h("tr", {}, h("td", {}, h("b", {}, spoken(each.key)), h("p", { class: "help" }, each.basis)), h("td", {}, h("b", {}, /^\d+$/.test(each.value) ? Number(each.value).toLocaleString("en-GB") : each.value)), h("td", {}, h("button", { type: "button", "aria-label": `Take ${spoken(each.key)}`, onclick: async () => { await taken_(each.some); row.remove(); } }, "Take"))); return row; }))));
  };
  const draw = async (now) => {
    bar.hidden = !now.busy;
    if (now.busy) {
      if (now.read) bar.value = now.read / Math.max(1, now.size); else bar.removeAttribute("value");
      say("Reading the bill…");
      reading.textContent = `Reading ${now.read ? `${bytes(now.read)} of ` : ""}${bytes(now.size)}, for ${many(now.seconds, "second")}. You can go on meanwhile.`;
      if (!reading.isConnected) place.replaceChildren(reading);
      setTimeout(poll, 500);
      return;
    }
    if (now.error) {
      place.replaceChildren(h("div", { class: "box bad", role: "alert" }, h("p", {}, now.error),
        now.broken ? h("p", {}, "Best is to mend the export. Or read it without them; the deck says so.") : null,
        now.broken ? h("div", {}, h("button", { type: "button", onclick: () => begin({ ...asked, broken: now.broken }) }, `Leave out ${many(now.broken, "row")}`)) : null));
      return;
    }
    if (!now.known) { place.replaceChildren(h("div", { class: "empty" }, h("strong", {}, "No bill yet"), h("p", {}, "With one, slides show the trend, what moved, whose cost it is, and what commitments do."))); return; }
    const parts = [h("div", { class: "box" }, h("h3", {}, "The bill is in use"), now.said.length ? h("ul", { class: "notices" }, now.said.map((each) => h("li", {}, each))) : null,
      h("div", { class: "row" }, h("button", { type: "button", class: "quiet", onclick: async () => { await ask("/api/bill", { forget: true }); state.room.bill = ""; emit("deck"); poll(); } }, "Take the bill away")))];
    place.replaceChildren(...parts);
    try { place.append(await offers()); } catch (error) { place.append(h("div", { class: "box bad" }, h("p", {}, error.message))); }
  };
  let before = false;
  const poll = async () => {
    try {
      const now = await ask("/api/bill");
      await draw(now);
      if (before && !now.busy && now.known && !now.error) { say("The bill is read"); emit("deck"); }
      before = now.busy;
    } catch (error) { say(error.message, true); }
  };
  let asked = {};
  const begin = async (body) => { asked = { folder: body.folder ?? "" }; try { before = true; await draw(await ask("/api/bill", body)); } catch (error) { before = false; place.replaceChildren(h("div", { class: "box bad", role: "alert" }, h("p", {}, error.message))); } };
  const taken = async (files) => {
    if (!files.length) return;
    bar.hidden = false;
    try {
      await ask("/api/bill", { clear: true });
      for (const [number, file] of files.entries()) {
        say(`Taking ${file.name}…`);
        await send("bill", file, (share) => { bar.value = (number + share) / files.length; });
      }
      await begin({});
    } catch (error) { bar.hidden = true; place.replaceChildren(h("div", { class: "box bad", role: "alert" }, h("p", {}, error.message))); }
  };
  draw(state.start.bill);
  return [
    h("header", {}, h("h2", {}, "What does the bill say?"), h("p", {}, "Exports in the FOCUS format, as every large provider has them: CSV, zipped CSV or Parquet. They are read here, and sent nowhere.")),
    drop("Billing data", "One file or several. They lie in the hidden folder .briefing beside org.yaml until you take the bill away.", ".csv,.gz,.parquet,.yaml,.yml", true, taken), bar,
    h("div", { class: "field" }, h("label", { for: "bill-folder" }, "Or a folder beside org.yaml"), h("div", { class: "row" }, folder, h("button", { type: "button", onclick: () => folder.value.trim() && begin({ folder: folder.value.trim() }) }, "Read it"))), place,
  ];
};
