/** `npm run bench -- <name> [--scale n] [--home folder] [--layout 2.42]`: runs one scenario, `tables` also beside a DHIS2, and prints its table and, last, one line `RESULT {json}`. */
import { availableParallelism, cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    scale: { type: 'string', default: '1' },
    home: { type: 'string' },
    runs: { type: 'string' },
    layout: { type: 'string' },
  },
});
const [name] = positionals;
const scenarios = [
  'tables',
  'latest',
  'resource-tables',
  'start',
  'ping',
  'metadata',
  'jobs',
  'integrity',
  'maintenance',
  'imports',
  'imports-tracker',
  'export',
  'query',
  'summary',
  'monitoring',
  'roll-ups',
  'console',
];
if (!scenarios.includes(name)) {
  console.error(
    `Which benchmark? npm run bench -- ${scenarios.join(' | ')} [--scale n] [--home folder] [--runs n] [--layout 2.42]`,
  );
  process.exit(2);
}

const machine = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node.js ${process.version}`;
console.log(`Machine: ${machine}`);
const { run } = await import(`./scenarios/${name}.mjs`);
const result = await run({
  scale: Number(values.scale),
  home: values.home,
  runs: values.runs && Number(values.runs),
  layout: values.layout,
});
console.log(`RESULT ${JSON.stringify({ name, machine, ...result })}`);
process.exit(0);
