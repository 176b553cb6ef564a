/**
 * Every error code of the DHIS2 dialect that Orderly answers with: its HTTP status and its text, where `{0}`, `{1}` … stand for
 * the arguments. Codes and texts are the peer's (contract: http.md §5, analytics-query.md §5.7), stray blanks and backticks included, because
 * clients compare them.
 */
export const ERROR_CATALOGUE = {
  E1000: { status: 409, text: 'API query must be specified' },
  E1001: { status: 409, text: 'API query contains an illegal string' },
  E1002: { status: 404, text: 'API version is invalid' },
  E1003: { status: 400, text: 'API query contains errors' },
  E1004: { status: 409, text: 'API query cannot be performed' },
  E1005: { status: 404, text: 'API query object not found' },
  E1006: { status: 403, text: 'API request not permitted for the current user' },
  E1100: { status: 409, text: 'Data element not found or not accessible: `{0}`' },
  E1101: { status: 409, text: 'Period is invalid: `{0}`' },
  E1102: { status: 409, text: 'Organisation unit not found or not accessible: `{0}`' },
  E1103: { status: 409, text: 'Category option combo not found or not accessible: `{0}`' },
  E1104: { status: 409, text: 'Attribute option combo not found or not accessible: `{0}`' },
  E1105: { status: 409, text: 'Data set not found or not accessible: `{0}`' },
  E1106: { status: 409, text: 'There are duplicate translation record for property `{0}` and locale `{1}`' },
  E1107: { status: 409, text: 'Object type `{0}` is not translatable' },
  E1108: { status: 409, text: 'Could not add item to collection: {0}' },
  E1109: { status: 409, text: 'Could not remove item from collection: {0}' },
  E3000: { status: 409, text: 'User `{0}` is not allowed to create objects of type {1}' },
  E3001: { status: 409, text: 'User `{0}` is not allowed to update object `{1}`' },
  E3002: { status: 409, text: 'User `{0}` is not allowed to delete object `{1}`' },
  E3003: { status: 409, text: 'User `{0}` is not allowed to grant users access to user role `{1}`' },
  E3008: { status: 409, text: 'User `{0}` is not allowed to make public objects of type `{1}`' },
  E3010: { status: 409, text: 'Invalid access string `{0}`' },
  E3011: {
    status: 409,
    text: 'Data sharing is not enabled for type `{0}`, but access strings contain data sharing read or write',
  },
  E3014: { status: 403, text: 'You do not have manage access to this object.' },
  E3019: { status: 409, text: 'Sharing is not enabled for this object `{0}`' },
  E4000: { status: 409, text: 'Missing required property `{0}`' },
  E4001: { status: 409, text: 'Maximum length of property `{0}`is {1}, but given length was {2}' },
  E4002: {
    status: 409,
    text: 'Allowed length range for property `{0}` is [{1} to {2}], but given length was {3}',
  },
  E4003: { status: 409, text: 'Property `{0}` requires a valid email address, was given `{1}`' },
  E4004: { status: 409, text: 'Property `{0}` requires a valid URL, was given `{1}`' },
  E4005: { status: 409, text: 'Property `{0}` requires a valid password, `{1}`' },
  E4006: { status: 409, text: 'Property `{0}` requires a valid HEX color, was given `{1}`' },
  E4007: {
    status: 409,
    text: 'Allowed size range for collection property `{0}` is [{1} to {2}], but size given was {3}',
  },
  E4008: {
    status: 409,
    text: 'Allowed range for numeric property `{0}` is [{1} to {2}], but number given was {3}',
  },
  E4009: { status: 409, text: 'Attribute `{0}` is unique, and value `{1}` already exist' },
  E4010: { status: 409, text: 'Attribute `{0}` is not supported for type `{1}`' },
  E4011: { status: 409, text: 'Attribute `{0}` is required, but no value was found' },
  E4014: { status: 409, text: 'Invalid UID `{0}` for property `{1}`' },
  E4015: {
    status: 409,
    text: 'Property `{0}` refers to an object that does not exist, could not find `{1}`',
  },
  E4027: { status: 409, text: 'Value `{0}` is not a valid for property `{1}`' },
  E4030: { status: 409, text: 'Object could not be deleted because it is associated with another object: {0}' },
  E4060: { status: 409, text: 'Object could not be deleted: {0}' },
  E5000: {
    status: 409,
    text: 'Found matching object for reference, but import mode is CREATE. Identifier was {0}, and object was {1}.',
  },
  E5001: {
    status: 409,
    text: 'No matching object for reference. Identifier was {0}, and object was {1}.',
  },
  E5002: { status: 409, text: 'Invalid reference {0} on object {1} for association `{2}`' },
  E5003: { status: 409, text: 'Property `{0}` with value `{1}` on object {2} already exists on object {3}' },
  E5004: {
    status: 409,
    text: 'Id `{0}` for type `{1}` exists on more than 1 object in the payload, removing all but the first found',
  },
  E4049: { status: 409, text: 'Property `{0}` requires a valid username, was given `{1}`' },
  E5005: { status: 409, text: 'Properties `{0}` in objects `{1}` must be unique within the payload' },
  E6012: { status: 409, text: 'Attribute `{0}` is not assigned to `{1}`' },
  E6023: { status: 409, text: 'Type `{0}` cannot be imported via metadata' },
  E7100: { status: 409, text: 'Query parameters cannot be null' },
  E7101: { status: 409, text: 'At least one dimension must be specified' },
  E7102: {
    status: 409,
    text: 'At least one data dimension item or data element group set dimension item must be specified',
  },
  E7103: { status: 409, text: 'Dimensions cannot be specified as dimension and filter simultaneously: `{0}`' },
  E7104: { status: 409, text: 'At least one period as dimension or filter, or start and dates, must be specified' },
  E7105: { status: 409, text: 'Periods and start and end dates cannot be specified simultaneously' },
  E7106: { status: 409, text: 'Start date cannot be after end date' },
  E7107: { status: 409, text: 'Start and end dates cannot be specified for reporting rates' },
  E7108: { status: 409, text: 'Only a single indicator can be specified as filter' },
  E7109: { status: 409, text: 'Only a single reporting rate can be specified as filter' },
  E7110: { status: 409, text: 'Category option combos cannot be specified as filter' },
  E7111: { status: 409, text: 'Dimensions cannot be specified more than once: `{0}`' },
  E7112: {
    status: 409,
    text: 'Reporting rates can only be specified together with dimensions of type: `{0}`',
  },
  E7113: { status: 409, text: 'Assigned categories cannot be specified when data elements are not specified' },
  E7114: { status: 409, text: 'Assigned categories can only be specified together with data elements' },
  E7115: {
    status: 409,
    text: 'Data elements must be of a value and aggregation type that allow aggregation: `{0}`',
  },
  E7116: { status: 409, text: 'Indicator expressions cannot contain cyclic references: `{0}`' },
  E7120: { status: 409, text: 'User: `{0}` is not allowed to view org unit: `{1}`' },
  E7121: { status: 409, text: 'User: `{0}` is not allowed to read data for `{1}`: `{2}`' },
  E7122: { status: 409, text: 'Data approval level does not exist: `{0}`' },
  E7123: {
    status: 409,
    text: 'Current user is constrained by a dimension but has access to no dimension items: `{0}`',
  },
  E7124: { status: 409, text: 'Dimension is present in query without any valid dimension options: `{0}`' },
  E7125: { status: 409, text: 'Dimension identifier does not reference any dimension: `{0}`' },
  E7126: { status: 409, text: 'Column must be present as dimension in query: `{0}`' },
  E7127: { status: 409, text: 'Row must be present as dimension in query: `{0}`' },
  E7128: { status: 409, text: 'Query result set exceeded max limit: `{0}`' },
  E7131: { status: 409, text: 'Query failed, likely because the query timed out' },
  E7132: { status: 409, text: 'Expression violation. Maybe an indicator caused division by zero?' },
  E7133: { status: 409, text: 'Query cannot be executed, possibly because of invalid types or invalid operation' },
  E7134: {
    status: 409,
    text: 'Cannot retrieve total value for data elements with skip total category combination',
  },
  E7143: { status: 409, text: 'Organisation unit or organisation unit level is not valid' },
  E7144: {
    status: 409,
    text: 'Query failed because a referenced table does not exist. Please ensure analytics job was run',
  },
  E7145: { status: 409, text: 'Query failed because of a syntax error' },
  E7149: { status: 409, text: 'Invalid measure filter operator: `{0}`' },
  E7151: { status: 409, text: 'Too many combinations of columns or rows.' },
  E7152: { status: 409, text: 'Periods as filter not supported with Indicator with period offset' },
  E7180: {
    status: 409,
    text: 'The analytics outliers data does not exist. Please ensure analytics job was run and did not skip the outliers',
  },
  E7611: { status: 409, text: 'Period not valid: `{0}`' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly text: string }>>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** The text of `code` with its arguments filled in. */
export function errorText(code: ErrorCode, ...args: readonly (string | number)[]): string {
  return ERROR_CATALOGUE[code].text.replace(/\{(\d+)\}/g, (placeholder, index: string) =>
    String(args[Number(index)] ?? placeholder),
  );
}
