import { EXIT, type ExitCode, wrongUse } from '../cli/failure.js';
import { Output } from '../cli/output.js';
import { type ConfigFlags, databaseOf, type GivenDatabase, loadConfig } from '../config/index.js';
import type { DatabaseUnreachable } from '../database/index.js';
import { diagnose } from './diagnosis.js';
import { documentOf } from './document.js';
import { ANALYTICS_ELSEWHERE } from './problems.js';
import { reportLines } from './report.js';

export interface DoctorFlags extends Pick<ConfigFlags, 'databaseUrl' | 'dhisConf'> {
  readonly json?: boolean;
}

/** The exit code for a database that cannot be looked into; as of the client commands. */
export const EXIT_OF: Readonly<Record<DatabaseUnreachable['kind'], ExitCode>> = {
  unreachable: EXIT.unreachable,
  refused: EXIT.forbidden,
  missing: EXIT.missing,
};

/** `orderly doctor`: what a database is, and what Orderly could do with it. */
export async function doctor({ json = false, ...flags }: DoctorFlags): Promise<void> {
  const out = new Output({ results: process.stdout, messages: process.stderr }, json);
  const { url, analyticsElsewhere } = await givenDatabase(flags);
  const diagnosis = await diagnose({ connectionString: url });
  const document = documentOf(diagnosis, analyticsElsewhere ? [ANALYTICS_ELSEWHERE] : []);
  out.result(document, () => reportLines(document));
  process.exitCode = document.usable ? EXIT.done : EXIT.failed;
}

/**
 * The database that the command line or the environment names.
 *
 * @throws CommandFailure when they name none, ConfigError when that cannot be read
 */
export async function givenDatabase(flags: ConfigFlags): Promise<GivenDatabase> {
  const given = await databaseOf(loadConfig(process.env, flags));
  if (given) return given;
  throw wrongUse(
    'Say which database: --database-url postgres://user:password@host:port/database, or --dhis-conf with the path of a dhis.conf.',
  );
}
