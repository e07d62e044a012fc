// A laptop with PouchDB: `node client.mjs FOLDER CORPUS ADDRESS MOST CHANGED ROUNDS`.
// Takes in the corpus, then tells the seconds of pushing it all, and of each round of changes.
// MOST is how many go at once, 0 for what PouchDB itself takes (100).

import fs from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";

import PouchDB from "pouchdb";

import { durable } from "./durable.mjs";

const [folder, corpus, address, most, changed, rounds] = process.argv.slice(2);
const Pouch = durable(path.join(folder, "client-"));
const name = `pushed${process.pid}`;
const options = Number(most) ? { batch_size: Number(most) } : {};
const here = new Pouch(name);
const there = new PouchDB(`${address}/${name}`);

const records = fs.readFileSync(corpus, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
const docs = records.map(({ record_id, kind, fields }) => ({ _id: record_id, kind, ...fields }));

async function written(some) {
  for (const one of await here.bulkDocs(some)) {
    if (one.error) throw new Error(one.reason);
  }
}

async function pushed(count) {
  const began = performance.now();
  const told = await here.replicate.to(there, options);
  const seconds = (performance.now() - began) / 1000;
  if (told.docs_written !== count) throw new Error(`${told.docs_written} of ${count} were written`);
  return seconds;
}

await there.info(); // the database is made, and the connection is warm
await written(docs);
const push = await pushed(docs.length);
if ((await there.info()).doc_count !== docs.length) throw new Error("not all arrived");

const again = [];
const ids = docs.slice(0, Number(changed)).map((one) => one._id);
for (let round = 0; round < Number(rounds); round++) {
  const now = await here.allDocs({ keys: ids, include_docs: true });
  await written(now.rows.map(({ doc }) => ({ ...doc, who: `Sjoukje ${round}` })));
  again.push(await pushed(ids.length));
}
console.log(JSON.stringify({ push, again }));
await here.close();
process.exit(0);
