// What a plain PptxGenJS script does with the same text: `node pptxgenjs.js SLIDES.json OUT.pptx`.
// Written as the library's documentation suggests: texts and tables in their boxes, notes, no measuring, no shapes.
// With `--version` instead of files it prints the version of the library, and fails where there is none.

const fs = require("fs");
const pptxgen = require("pptxgenjs");

const EMU = 914400; // in an inch
const TITLE = { x: 0.6, y: 0.4, w: 12.1, h: 1, fontSize: 28 };

function place([left, top, width, height]) {
  return { x: left / EMU, y: top / EMU, w: width / EMU, h: height / EMU };
}

function addText(slide, text) {
  const runs = text.paragraphs.map((line) => ({ text: line, options: { breakLine: true } }));
  slide.addText(runs, { ...place(text.box), fontSize: 16 });
}

function addTable(slide, table) {
  slide.addTable(table.rows.map((row) => row.map((cell) => ({ text: cell }))), place(table.box));
}

async function main(source, target) {
  const deck = new pptxgen();
  if (source === "--version") return console.log(deck.version);
  deck.layout = "LAYOUT_WIDE";
  for (const told of JSON.parse(fs.readFileSync(source, "utf8"))) {
    const slide = deck.addSlide();
    slide.addText(told.title, TITLE);
    told.texts.forEach((text) => addText(slide, text));
    told.tables.forEach((table) => addTable(slide, table));
    slide.addNotes(told.notes);
  }
  await deck.writeFile({ fileName: target });
}

main(...process.argv.slice(2));
