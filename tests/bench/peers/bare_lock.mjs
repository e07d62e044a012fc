// Leaves in the lock what installing needs, and no address: `npm run lock`.

import fs from "node:fs";

const file = "package-lock.json";
const lock = JSON.parse(fs.readFileSync(file, "utf8"));
for (const one of Object.values(lock.packages)) {
  delete one.funding;
  delete one.deprecated;
}
fs.writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
