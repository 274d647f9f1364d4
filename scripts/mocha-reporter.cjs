// mocha's own spec reporter, which also leaves mocha's own counts in the file that scripts/test.mjs names.
const fs = require('node:fs');
const { reporters } = require('mocha');

module.exports = class CountingSpec extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.MARGINALIA_TEST_COUNTS;
    if (file) runner.once('end', () => fs.writeFileSync(file, JSON.stringify(this.stats)));
  }
};
