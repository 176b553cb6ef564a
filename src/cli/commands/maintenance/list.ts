import { clientCommand } from '../../command.js';
import { table } from '../../layout.js';
import { readOffer } from './operations.js';

/** `orderly maintenance list` (contract: maintenance.md §1). */
export const maintenanceList = clientCommand({
  path: 'maintenance list',
  summary: 'every operation with what it does',
  details: 'A DHIS2 has no such list: for one the operations of 2.42 are shown.',
  takes: {},
  async run({ connection, out }) {
    const { operations, hasPreviews } = await readOffer(connection);
    if (!hasPreviews) out.say('This server has no list of its operations; these are those of DHIS2 2.42.');
    out.result(operations, () =>
      table(
        ['Operation', 'What it does'],
        operations.map(({ name, label, description, isOnObject }) => [
          isOnObject ? `${name}=<id>` : name,
          description === '' ? label : description,
        ]),
      ),
    );
  },
});
