/** What becomes of soft-deleted rows that refer to an object which is deleted. */
export type SoftDeleted = 'purged' | 'kept';

/** Rows outside the metadata that go with an object, because they say nothing without it. */
export interface RowsAlong {
  readonly table: string;
  /** Column with the key of the object; with `via`, the column with the key of the row between. */
  readonly column: string;
  /** Only soft-deleted rows go; the others keep the object from going. */
  readonly softDeletedOnly?: boolean;
  /** The rows hang on rows of another table, which name the object. */
  readonly via?: { readonly table: string; readonly key: string; readonly column: string };
}

/** A column of rows that stay, without naming the object any more. */
export interface LetGo {
  readonly table: string;
  readonly column: string;
}

/** By type (contract: maintenance.md §4.3). */
export const LET_GO: Readonly<Record<string, readonly LetGo[]>> = {
  user: [{ table: 'interpretation', column: 'userid' }],
};

const dataValues = (column: string): RowsAlong => ({ table: 'datavalue', column, softDeletedOnly: true });

/** By type (contract: schema.md §3.2, §3.4). Rows are removed in this order. */
const ROWS_ALONG: Readonly<Record<string, readonly RowsAlong[]>> = {
  dataElement: [
    dataValues('dataelementid'),
    { table: 'datavalueaudit', column: 'dataelementid' },
    { table: 'minmaxdataelement', column: 'dataelementid' },
  ],
  organisationUnit: [
    dataValues('sourceid'),
    { table: 'datavalueaudit', column: 'organisationunitid' },
    { table: 'minmaxdataelement', column: 'sourceid' },
    { table: 'lockexception', column: 'organisationunitid' },
    { table: 'validationresult', column: 'organisationunitid' },
  ],
  categoryOptionCombo: [
    dataValues('categoryoptioncomboid'),
    dataValues('attributeoptioncomboid'),
    { table: 'minmaxdataelement', column: 'categoryoptioncomboid' },
    { table: 'validationresult', column: 'attributeoptioncomboid' },
  ],
  dataSet: [{ table: 'lockexception', column: 'datasetid' }],
  validationRule: [{ table: 'validationresult', column: 'validationruleid' }],
  user: [
    {
      table: 'messageconversation_usermessages',
      column: 'usermessageid',
      via: { table: 'usermessage', key: 'usermessageid', column: 'userid' },
    },
    { table: 'usermessage', column: 'userid' },
    { table: 'usersetting', column: 'userinfoid' },
    { table: 'userapps', column: 'userinfoid' },
    { table: 'userkeyjsonvalue', column: 'userid' },
    { table: 'previouspasswords', column: 'userid' },
    { table: 'api_token', column: 'createdby' },
  ],
};

/** The rows that go with objects of the type. Where soft-deleted rows are kept, they keep the object. */
export const rowsAlong = ({ name }: { readonly name: string }, softDeleted: SoftDeleted): readonly RowsAlong[] =>
  (ROWS_ALONG[name] ?? []).filter((along) => softDeleted === 'purged' || along.softDeletedOnly !== true);
