import { type Violation, violationText } from '../../database/guard/index.js';
import { conflict, OrderlyError } from '../../kernel/errors/index.js';

/**
 * 409 with every violated rule: the code of the first, all sentences, and a report for each (contract: data-admin.md §9.3, §11 no. 30).
 */
export function refuse(violations: readonly Violation[]): OrderlyError {
  const errorReports = violations.map((violation) => ({
    message: violationText(violation),
    args: violation.args,
    mainKlass: 'org.hisp.dhis.sqlview.SqlView',
    errorCode: violation.code,
    errorProperties: violation.args,
  }));
  const message = errorReports.map((report) => report.message).join('. ');
  const [first] = violations;
  return conflict(message, {
    ...(first && { code: first.code }),
    response: { responseType: 'ErrorReports', errorReports },
  });
}

/** What the database refused because of what it was asked: in the words of the rules where it is one of them; undefined for anything else. */
export function brokenRule(error: unknown): Violation | undefined {
  const { code, message } = error as { readonly code?: unknown; readonly message?: string };
  if (code === '42501') return { code: 'E4310', args: [], reason: message };
  if (code === '25006') return { code: 'E4311', args: [], reason: message };
  return undefined;
}

/** The database's own sentence, as the author of a view needs it; an error that is no fault of the statement is given back as it is. */
export function databaseSays(error: unknown): unknown {
  if (error instanceof OrderlyError) return error;
  const rule = brokenRule(error);
  if (rule) return refuse([rule]);
  const { code, message = '' } = error as { readonly code?: unknown; readonly message?: string };
  if (typeof code !== 'string' || !/^(0A|21|22|2B|42|54|55|57014)/.test(code)) return error;
  return conflict(message, { cause: error });
}
