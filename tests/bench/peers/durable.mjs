// PouchDB over leveldb, on the disk at each commit as the hub's and the laptop's files are.

import leveldown from "leveldown";
import PouchDB from "pouchdb";

function synced(name) {
  const store = leveldown(name);
  const batch = store._batch.bind(store);
  const put = store._put.bind(store);
  store._batch = (operations, options, done) => batch(operations, { ...options, sync: true }, done);
  store._put = (key, value, options, done) => put(key, value, { ...options, sync: true }, done);
  return store;
}
synced.destroy = leveldown.destroy;

export function durable(prefix) {
  return PouchDB.defaults({ prefix, db: synced });
}
