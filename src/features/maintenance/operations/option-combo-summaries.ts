import type { WebMessage } from '../../../http/index.js';
import type { OptionComboEvent } from '../../../metadata/index.js';
import { combined, type ImportSummary, NOTHING } from '../../imports/index.js';

const COUNTERS = { added: 'imported', removed: 'deleted', renamed: 'updated', refused: 'ignored' } as const;
/** Status of the envelope and sentence, by the worst summary (contract: http.md §4). */
const ANSWERS = {
  SUCCESS: { status: 'OK', message: 'Import was successful.' },
  WARNING: { status: 'WARNING', message: 'One or more conflicts encountered, please check import summary.' },
  ERROR: { status: 'ERROR', message: 'An error occurred, please check import summary.' },
} as const;

/** What became of the option combos of one combo, as the peer tells it (contract: maintenance.md §4.15). */
export function importSummaries(events: readonly OptionComboEvent[]): {
  readonly status: WebMessage['status'];
  readonly message: string;
  readonly response: Readonly<Record<string, unknown>>;
} {
  const response = combined(events.map(summaryOf));
  return { ...ANSWERS[response.status], response: { ...response } };
}

function summaryOf(event: OptionComboEvent): ImportSummary {
  const status = event.kind === 'invalid' ? 'ERROR' : event.kind === 'refused' ? 'WARNING' : 'SUCCESS';
  const importCount = event.kind === 'invalid' ? NOTHING : { ...NOTHING, [COUNTERS[event.kind]]: 1 };
  const description = textOf(event);
  return { responseType: 'ImportSummary', status, description, importCount, rejectedIndexes: [], conflicts: [] };
}

function textOf(event: OptionComboEvent): string {
  if (event.kind === 'invalid') return invalidText(event);
  const { name, uid } = event.optionCombo;
  switch (event.kind) {
    case 'added':
      return `Added missing category option combo: \`${name}\` for category combo: \`${event.combo.name}\``;
    case 'removed':
      return `Deleted obsolete category option combo: \`${name}\` for category combo: \`${event.combo.name}\``;
    case 'renamed':
      return `Update category option combo \`${uid}\` name to \`${name}\``;
    default:
      return `Could not delete category option combo: \`${name}\` due to \`${event.reason}\``;
  }
}

export const invalidText = ({ combo }: { readonly combo: { readonly uid: string } }): string =>
  `Category combo ${combo.uid} is invalid, could not update option combos`;
