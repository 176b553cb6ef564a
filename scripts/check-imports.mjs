/**
 * The import rule, by dependency-cruiser. It reports success when it finds no modules at all (for example with a TypeScript that it cannot load), so their
 * number is part of the check.
 */

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const FEWEST_MODULES = 50;

process.chdir(root);
const rules = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs'));
const { output } = await cruise(['src'], { ...rules.options, ruleSet: { forbidden: rules.forbidden }, validate: true });
const { violations, totalCruised } = output.summary;
for (const { rule, from, to } of violations) console.error(`${rule.name}: ${from} → ${to}`);
if (totalCruised < FEWEST_MODULES) console.error(`Only ${totalCruised} modules were found; the check is not working.`);
if (violations.length > 0 || totalCruised < FEWEST_MODULES) process.exit(1);
console.log(`${totalCruised} modules, no import against the rule`);
