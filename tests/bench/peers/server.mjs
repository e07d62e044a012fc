// CouchDB's protocol as PouchDB serves it, over TLS: `node server.mjs FOLDER CERTIFICATE`.
// The certificate and its key are in one file. Says where it listens.

import fs from "node:fs";
import https from "node:https";
import path from "node:path";

import express from "express";
import pouchServer from "express-pouchdb";

import { durable } from "./durable.mjs";

const [folder, certificate] = process.argv.slice(2);
const inFolder = (name) => path.join(folder, name);
const pem = fs.readFileSync(certificate);
const app = express();

// the least that replicating needs: no accounts, no log, no checks
const options = { mode: "minimumForPouchDB", configPath: inFolder("config.json") };
app.use(pouchServer(durable(inFolder("server-")), options));

const server = https.createServer({ key: pem, cert: pem }, app);
server.listen(0, "127.0.0.1", () => {
  console.log(`https://127.0.0.1:${server.address().port}`);
});
