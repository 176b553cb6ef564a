/** What metadata costs: one function for each measurement, each on a country of its own kind. Each prints its table and gives its numbers. */
import { measureImports } from '../metadata/imports.mjs';
import { measureReading } from '../metadata/reading.mjs';
import { withCountry } from '../support.mjs';

export async function run({ scale, home, runs }) {
  const reading = await withCountry({ scale, home }, (country) => measureReading(country, { runs }));
  return { reading, imports: await measureImports() };
}
