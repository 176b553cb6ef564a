import { CommandFailure, EXIT, type ExitCode, wrongUse } from '../cli/failure.js';
import { Output } from '../cli/output.js';
import { ConfigError, loadConfig, readDhisConf } from '../config/index.js';
import { DatabaseUnreachable } from '../database/index.js';
import { diagnose } from './diagnosis.js';
import { documentOf } from './document.js';
import { reportLines } from './report.js';

export interface DoctorFlags {
  readonly databaseUrl?: string;
  readonly dhisConf?: string;
  readonly json?: boolean;
}

const ELSEWHERE =
  'dhis.conf names another database for analytics tables (analytics.connection.url); this one was not looked at.';

/** The exit code for a database that cannot be looked into; as of the client commands. */
export const EXIT_OF: Readonly<Record<DatabaseUnreachable['kind'], ExitCode>> = {
  unreachable: EXIT.unreachable,
  refused: EXIT.forbidden,
  missing: EXIT.missing,
};

/** `orderly doctor`: what a database is, and what Orderly could do with it. */
export async function doctor(flags: DoctorFlags): Promise<void> {
  const out = new Output({ results: process.stdout, messages: process.stderr }, flags.json === true);
  try {
    process.exitCode = await examineAndTell(flags, out);
  } catch (error) {
    const failure = asFailure(error);
    if (!failure) throw error;
    out.say(failure.message);
    process.exitCode = failure.exitCode;
  }
}

async function examineAndTell(flags: DoctorFlags, out: Output): Promise<ExitCode> {
  const { url, analyticsElsewhere } = await databaseOf(flags);
  const diagnosis = await diagnose({ connectionString: url });
  const notes = analyticsElsewhere ? [ELSEWHERE] : [];
  const document = documentOf(diagnosis, notes);
  out.result(document, () => reportLines(document));
  return document.usable ? EXIT.done : EXIT.failed;
}

async function databaseOf({
  databaseUrl,
  dhisConf,
}: DoctorFlags): Promise<{ url: string; analyticsElsewhere: boolean }> {
  if (databaseUrl !== undefined && dhisConf !== undefined)
    throw wrongUse('Give either --database-url or --dhis-conf, not both.');
  if (dhisConf !== undefined) return await readDhisConf(dhisConf, process.env);
  const { databaseUrl: url } = loadConfig(process.env, databaseUrl === undefined ? {} : { databaseUrl });
  if (url === undefined)
    throw wrongUse(
      'Say which database: --database-url postgres://user:password@host:port/database, or --dhis-conf with the path of a dhis.conf.',
    );
  return { url, analyticsElsewhere: false };
}

function asFailure(error: unknown): CommandFailure | undefined {
  if (error instanceof CommandFailure) return error;
  if (error instanceof ConfigError) return wrongUse(error.message);
  return error instanceof DatabaseUnreachable ? new CommandFailure(EXIT_OF[error.kind], error.message) : undefined;
}
