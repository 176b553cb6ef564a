import { clientCommand } from '../command.js';
import type { Connection } from '../connection.js';
import { CommandFailure, EXIT } from '../failure.js';
import { grouped, moment, table } from '../layout.js';
import { flag, optional, required, several } from '../parameters.js';
import { requireDone, startedRun, watchRun } from '../watch.js';
import { list, number, record, text, type Wire } from '../wire.js';

const NAMES = several('[checks...]', 'names, codes or patterns such as orgunits_*; all that are quick unless named');

/** `orderly integrity list` (contract: data-admin.md §7.1). */
export const integrityList = clientCommand({
  path: 'integrity list',
  summary: 'every check of the data integrity',
  details: 'Works with DHIS2 2.38 and later. Slow checks are done only when they are named.',
  takes: { section: optional('--section <name>', 'only those of a section') },
  async run({ connection, out }, { section }) {
    const checks = list(await connection.get('/api/dataIntegrity', { section }));
    out.result(checks, () =>
      table(
        ['Check', 'Severity', 'Section', 'Slow', 'What it looks for'],
        checks.map(({ name, severity, section: of, isSlow, displayName, description }) => [
          text(name),
          text(severity).toLowerCase(),
          text(of),
          isSlow === true ? 'slow' : '',
          text(displayName) || text(description),
        ]),
      ),
    );
  },
});

/** `orderly integrity run` (contract: data-admin.md §7.1, §7.3). */
export const integrityRun = clientCommand({
  path: 'integrity run',
  summary: 'does checks, and tells which found something',
  details:
    'Works with DHIS2 2.38 and later. The exit code says whether the checks were done, not whether they found something: --json has the counts.',
  takes: {
    checks: NAMES,
    details: flag('--details', 'keep the objects that are found, for "integrity show"'),
    all: flag('--all', 'list the checks that found nothing, too'),
  },
  async run({ connection, out }, { checks, details, all }) {
    const form = details ? 'details' : 'summary';
    const names = checks.length > 0 ? { checks: checks.join(',') } : {};
    const answer = await connection.post(`/api/dataIntegrity/${form}`, names);
    const asked = text(record(record(answer.json).response).created);
    requireDone(await watchRun(connection, out, startedRun(answer)));
    const results = (await readResults(connection, form, names)).filter(
      // Results of checks that were done earlier are kept, too; times of one server can be compared as text.
      ({ finishedTime }) => text(finishedTime) >= asked,
    );
    const bad = results.filter((result) => countOf(result) > 0 || result.error !== undefined);
    out.result(results, () => [
      ...(all || bad.length > 0 ? resultLines(all ? results : bad) : []),
      `${bad.length} of ${results.length} checks found something.`,
    ]);
    const broken = results.filter(({ error }) => error !== undefined).length;
    if (broken > 0) throw new CommandFailure(EXIT.failed, `${broken} checks could not be done.`);
  },
});

const readResults = async (
  connection: Connection,
  form: string,
  names: { readonly checks?: string },
): Promise<readonly Wire[]> =>
  Object.values(record(await connection.get(`/api/dataIntegrity/${form}`, names)))
    .map(record)
    .sort((a, b) => countOf(b) - countOf(a));

const countOf = ({ count, issues }: Wire): number => number(count) ?? (Array.isArray(issues) ? issues.length : 0);

const resultLines = (results: readonly Wire[]): readonly string[] =>
  table(
    ['Check', 'Severity', 'Found', '%', ''],
    results.map((result) => [
      text(result.name),
      text(result.severity).toLowerCase(),
      result.error === undefined ? grouped(countOf(result)) : '',
      number(result.percentage)?.toFixed(1) ?? '',
      text(result.error),
    ]),
  );

/** `orderly integrity show` (contract: data-admin.md §7.3). */
export const integrityShow = clientCommand({
  path: 'integrity show',
  summary: 'what a check is about, and the objects that it found last',
  takes: { check: required('<check>', 'name or code of a check') },
  async run({ connection, out }, { check }) {
    const [description] = list(await connection.get('/api/dataIntegrity', { checks: check }));
    const details = record(await connection.get('/api/dataIntegrity/details', { checks: check }));
    const [result] = Object.values(details).map(record);
    const issues = list(result?.issues);
    out.result(result ?? description, () => [
      text(description?.displayName) || check,
      ...[text(description?.description), text(description?.recommendation)].filter((line) => line !== ''),
      '',
      ...(result
        ? [
            `${grouped(issues.length)} found on ${moment(text(result.finishedTime))}.`,
            ...(issues.length > 0 ? issueLines(issues) : []),
          ]
        : [`There are no details yet; "orderly integrity run ${check} --details" gets them.`]),
    ]);
  },
});

const issueLines = (issues: readonly Wire[]): readonly string[] =>
  table(
    ['Id', 'Name', 'Comment', 'Refers to'],
    issues.map(({ id, name, comment, refs }) => [
      text(id),
      text(name),
      text(comment),
      Array.isArray(refs) ? refs.map(text).join(', ') : '',
    ]),
  );
