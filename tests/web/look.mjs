// Opens pages in a browser and tells what axe-core finds in them.
// Usage: node look.mjs FOLDER BROWSER < visits.json, where FOLDER holds axe-core and playwright-core
// and each visit is {url, scheme, width}. Tells of each fault on standard output, in JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, executablePath] = process.argv.slice(2);
const require = createRequire(`${folder}/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const visits = JSON.parse(readFileSync(0, "utf8"));
const found = [];

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const page = await browser.newPage();
let visit = {};
const tell = (rule, where) => found.push({ ...visit, rule, where });
page.on("console", (message) => {
  if (message.text().includes("Content Security Policy")) tell("policy", message.text());
});
for (visit of visits) {
  await page.emulateMedia({ colorScheme: visit.scheme });
  await page.setViewportSize({ width: visit.width, height: 900 });
  await page.goto(visit.url, { waitUntil: "load" });
  await page.evaluate(axe);
  const result = await page.evaluate(
    (tags) => axe.run(document, { runOnly: tags, resultTypes: ["violations"] }),
    rules,
  );
  for (const { id, nodes } of result.violations) {
    for (const node of nodes) tell(id, node.html.slice(0, 200));
  }
  const beyond = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (beyond > 0) tell("reflow", `${beyond} pixels beyond the window`);
}
await browser.close();
console.log(JSON.stringify({ visits: visits.length, found }));
