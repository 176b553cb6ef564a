import { generateUid } from '../../../../kernel/uid.js';
import type { MetadataObject } from '../../../../metadata/index.js';
import { type Column, flag, IDENTITY, objectOf, passedOver, text } from '../columns.js';
import { type CsvDefinition, objects, withShortName } from '../definition.js';
import { badRow, type CsvRow } from '../rows.js';

const OF_THE_SET = IDENTITY.map(() => passedOver);
const SET_COLUMNS = IDENTITY;
const OPTION_COLUMNS = [...OF_THE_SET, text('name', { max: 230 }), text('id'), text('code')];

/** Rows of an option set and one of its options each; rows of the same set are known by its name. */
export const optionSets: CsvDefinition = (rows) => {
  const sets = grouped(rows, SET_COLUMNS, 'option set');
  const options: MetadataObject[] = [];
  const optionSets = sets.map(({ object, rows: own }) => {
    const set = { id: generateUid(), valueType: 'TEXT', ...object };
    const members = own.map((row, index) => optionOf(row, set.id, index + 1));
    options.push(...members);
    return { ...set, options: members.map(({ id }) => ({ id })) };
  });
  return { options, optionSets };
};

function optionOf(row: CsvRow, setId: string, sortOrder: number): MetadataObject {
  const option = objectOf(row, OPTION_COLUMNS);
  if (option.code === undefined) throw badRow(row, 'needs the code of an option in its sixth column');
  return { id: generateUid(), ...option, sortOrder, optionSet: { id: setId } };
}

const GROUP_COLUMNS = [
  ...IDENTITY,
  text('shortName', { max: 50 }),
  text('optionSet'),
  text('option'),
  text('optionCode'),
];

/** Rows of an option group, its option set, and one option each, by uid or else by code; rows of the same group are known by its name. */
export const optionGroups: CsvDefinition = (rows) => ({
  optionGroups: grouped(rows, GROUP_COLUMNS, 'option group').map(({ object, rows: own }) => {
    const { optionSet, option: _option, optionCode: _code, ...group } = object;
    return {
      ...withShortName(group),
      ...(optionSet !== undefined && { optionSet: { id: optionSet } }),
      options: own.map((row) => {
        const { option, optionCode } = objectOf(row, GROUP_COLUMNS);
        if (option === undefined && optionCode === undefined) {
          throw badRow(row, 'needs the uid of an option in its sixth column, or its code in the seventh');
        }
        return identifier(option, optionCode);
      }),
    };
  }),
});

/** The peer reads the data dimension before the description, whatever its manual says. */
export const optionGroupSets = objects(
  'optionGroupSets',
  [...IDENTITY, flag('dataDimension'), text('description'), text('optionSet'), text('optionSetCode')],
  ({ optionSet, optionSetCode, ...groupSet }) =>
    optionSet === undefined && optionSetCode === undefined
      ? groupSet
      : { ...groupSet, optionSet: identifier(optionSet, optionSetCode) },
);

const identifier = (id: unknown, code: unknown): MetadataObject => (id === undefined ? { code } : { id });

interface Group {
  /** What its rows say, later ones over earlier ones. */
  readonly object: MetadataObject;
  readonly rows: readonly CsvRow[];
}

function grouped(rows: readonly CsvRow[], columns: readonly Column[], what: string): readonly Group[] {
  const groups = new Map<string, { object: MetadataObject; readonly rows: CsvRow[] }>();
  for (const row of rows) {
    const object = objectOf(row, columns);
    if (typeof object.name !== 'string') throw badRow(row, `needs the name of an ${what} in its first column`);
    const group = groups.get(object.name) ?? { object: {}, rows: [] };
    group.object = { ...group.object, ...object };
    group.rows.push(row);
    groups.set(object.name, group);
  }
  return [...groups.values()];
}
