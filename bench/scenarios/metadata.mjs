/** What metadata costs: one function for each measurement, all on one country. Each prints its table and gives its numbers. */
import { measureReading } from '../metadata/reading.mjs';
import { withCountry } from '../support.mjs';

const MEASUREMENTS = { reading: measureReading };

export async function run({ scale, home, runs }) {
  return await withCountry({ scale, home }, async (country) => {
    const results = {};
    for (const [name, measure] of Object.entries(MEASUREMENTS)) results[name] = await measure(country, { runs });
    return results;
  });
}
