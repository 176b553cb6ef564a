import { conflicting, described, type OldProblem } from './conflicts.js';
import { existsAlready, missingProblem } from './decide.js';
import { geometryOf } from './geometry.js';
import { noTrackedEntity, TITLES } from './problems.js';
import type { OldNode } from './tree.js';
import { textOf } from './values.js';

/** An error of the import, as its report has it. */
export interface ImportError {
  readonly errorCode: string;
  readonly message: string;
  readonly args: readonly string[];
}

type Text = (node: OldNode, args: readonly string[]) => OldProblem;

const ATTRIBUTE = 'Attribute.attribute';
const ATTRIBUTE_VALUE = 'Attribute.value';
const SHOWN_OF_LONG_VALUE = 25;
const LONGEST_VALUE = 1_200;

const sent = ({ old }: OldNode, key: string): string => textOf(old[key]) ?? 'null';

const program: Text = (node) => described(`Event.program does not point to a valid program: ${sent(node, 'program')}`);
const stage: Text = (node) =>
  described(`Event.programStage does not point to a valid programStage: ${sent(node, 'programStage')}`);
const unit: Text = (node) =>
  described(`Event.orgUnit does not point to a valid organisation unit: ${sent(node, 'orgUnit')}`);
const notAssigned: Text = (node) =>
  described(`Program is not assigned to this Organisation Unit: ${sent(node, 'orgUnit')}`);
const existing: Text = ({ kind, uid }) => described(existsAlready(kind, uid));
const missing: Text = ({ kind, uid }) => missingProblem(kind, uid);
const missingAttribute: Text = (_node, [attribute]) =>
  conflicting(ATTRIBUTE, `Missing mandatory attribute ${attribute}`);
const badUnitOfEntity: Text = (node) => conflicting(node.uid, `Invalid org unit ID: ${sent(node, 'orgUnit')}`);
const NO_PROGRAM = described('Program can not be null');
const NO_UNIT = described('OrganisationUnit can not be null');

/** Of a missing property, by its new name, what the old resources say. */
const MISSING_OF_EVENT: Readonly<Record<string, Text>> = { program, programStage: stage, orgUnit: unit };
const MISSING_OF_ENROLLMENT: Readonly<Record<string, OldProblem>> = { program: NO_PROGRAM, orgUnit: NO_UNIT };

/** Why a value is none of its type: clients know these words, not sentences. */
const OF_VALUES: Readonly<Record<string, string>> = {
  'Data value is longer than 50000 characters': 'value_length_greater_than_max_length',
  'Data value is not a single letter': 'value_not_valid_letter',
  'Data value is not numeric': 'value_not_numeric',
  'Data value is not a unit interval': 'value_not_unit_interval',
  'Data value is not a percentage': 'value_not_percentage',
  'Data value is not an integer': 'value_not_integer',
  'Data value is not a positive integer': 'value_not_positive_integer',
  'Data value is not a negative integer': 'value_not_negative_integer',
  'Data value is not zero or a positive integer': 'value_not_zero_or_positive_integer',
  'Data value is not a boolean': 'value_not_bool',
  'Data value is not true only': 'value_not_true_only',
  'Data value is not a valid date': 'value_not_valid_date',
  'Data value is not a valid date and time': 'value_not_valid_datetime',
  'Data value is not a coordinate': 'value_not_coordinate',
  'Data value is not a URL': 'value_not_url',
  'Data value is not the identifier of a file resource': 'value_not_valid_file_resource_uid',
};

/** Feature types as the peer shows them. */
const FEATURES: Readonly<Record<string, string>> = {
  POINT: 'Point',
  POLYGON: 'Polygon',
  MULTI_POLYGON: 'MultiPolygon',
};

/** The geometry of an object is not of the feature type of what it belongs to. */
function badGeometry(node: OldNode, type: string | undefined): OldProblem {
  if (node.kind !== 'EVENT')
    return conflicting(node.uid, `Geometry does not conform to feature type '${type ?? 'NONE'}'`);
  const sentType = String(geometryOf(node.old).geometry?.type);
  return described(
    `Geometry (${sentType}) does not conform to the feature type (${FEATURES[type ?? ''] ?? 'None'}) specified for the program stage: ${sent(node, 'programStage')}`,
  );
}

/** What the old resources say for the codes of `/api/tracker`: their texts are all that clients have to go by (contract: imports.md §5). */
const TEXTS: Readonly<Record<string, Text>> = {
  // Events
  E1010: program,
  E1013: stage,
  E1011: unit,
  E1089: stage,
  E1029: notAssigned,
  E1031: () => described('Event date is required. '),
  E1039: () => described('Program stage is not repeatable and an event already exists'),
  E1030: existing,
  E1032: missing,
  E1082: ({ uid }) => described(`Event ID ${uid} was already used and/or deleted. This event can not be modified.`),
  E1033: ({ uid }) => conflicting('Event', `No enrollment found for event: ${uid}`),
  E1313: (node) => described(noTrackedEntity(textOf(node.old.trackedEntityInstance))),
  E1055: () =>
    conflicting(
      'attributeOptionCombo',
      'Valid attribute option combo must be specified since program does not have the default category combo',
    ),
  E1302: (_node, [element = '', problem = '']) => conflicting(element, OF_VALUES[problem] ?? problem),
  E1012: (node, [type]) => badGeometry(node, type),
  E1074: (node) => badGeometry(node, undefined),
  E1303: (_node, [element = '']) => conflicting(element, 'value_required_but_not_provided'),
  E1304: (_node, [element]) => conflicting('dataElement', `${element} is not a valid data element`),
  // Enrollments
  E1080: existing,
  E1113: existing,
  E1081: missing,
  E1015: (_node, [entity, name]) =>
    described(`TrackedEntity ${entity} already has an active enrollment in program ${name}`),
  E1016: (_node, [entity, name]) =>
    described(
      `TrackedEntity ${entity} already has an active or completed enrollment in program ${name}, and this program only allows enrolling one time`,
    ),
  E1014: (_node, [name]) =>
    described(
      `Provided program ${name} is a program without registration. An enrollment cannot be created into program without registration.`,
    ),
  E1041: notAssigned,
  E1068: (node) => described(`Invalid tracked entity ID: ${sent(node, 'trackedEntityInstance')}`),
  E1069: () => NO_PROGRAM,
  E1070: () => NO_UNIT,
  E1018: missingAttribute,
  E1019: (_node, [attribute]) =>
    conflicting(ATTRIBUTE, `Only program attributes is allowed for enrollment {${attribute}}`),
  E1020: (_node, [date]) => conflicting('Enrollment.date', `Enrollment Date can't be future date :${date}`),
  E1021: (_node, [date]) => conflicting('Enrollment.incidentDate', `Incident Date can't be future date :${date}`),
  E1023: () => described('DisplayIncidentDate is true but IncidentDate is null '),
  // Tracked entities
  E1002: existing,
  E1114: existing,
  E1063: missing,
  E1005: (node) => conflicting(node.uid, `Invalid tracked entity ID: ${sent(node, 'trackedEntityType')}`),
  E1049: badUnitOfEntity,
  E1006: ({ kind }, [attribute]) =>
    conflicting(
      ATTRIBUTE,
      kind === 'ENROLLMENT' ? 'Does not point to a valid attribute' : `Invalid attribute ${attribute}`,
    ),
  E1090: missingAttribute,
  E1007: (_node, [, problem = '']) => conflicting(ATTRIBUTE_VALUE, problem),
  E1064: (_node, [value, attribute]) =>
    conflicting(ATTRIBUTE_VALUE, `Non-unique attribute value '${value}' for attribute ${attribute}`),
  E1077: (_node, [value = '']) =>
    conflicting(
      ATTRIBUTE_VALUE,
      `Value exceeds the character limit of ${LONGEST_VALUE} characters: '${value.slice(0, SHOWN_OF_LONG_VALUE)}...'`,
    ),
  E1009: ({ kind }, [file]) => {
    if (kind === 'EVENT') return conflicting('dataElement', 'File resource is assigned to another item');
    return conflicting(
      ATTRIBUTE_VALUE,
      `File resource with uid '${file}' has already been assigned to a different object`,
    );
  },
  E1084: ({ kind }, [file]) => {
    if (kind === 'EVENT') return conflicting('dataElement', `Value is not a valid file resource: ${file}`);
    return conflicting(ATTRIBUTE_VALUE, `File resource with uid '${file}' does not exist`);
  },
  E1125: ({ kind }, [value, set]) =>
    conflicting(
      kind === 'EVENT' ? 'dataElement' : ATTRIBUTE_VALUE,
      `Value '${value}' is not a valid option code of option set: ${set}`,
    ),
  E1100: ({ uid }) =>
    conflicting(
      uid,
      `Tracked entity instance ${uid} cannot be deleted as it has associated enrollments and user does not have authority F_TEI_CASCADE_DELETE`,
    ),
  E1103: ({ uid }) =>
    conflicting(
      uid,
      `Enrollment ${uid} cannot be deleted as it has associated events and user does not have authority F_ENROLLMENT_CASCADE_DELETE`,
    ),
};

/** An error of the import in the words of the old resources; one that they had no words for keeps its own. */
export function oldProblem(node: OldNode, { errorCode, message, args }: ImportError): OldProblem {
  const problem =
    missingProperty(node, errorCode, args) ??
    (Object.hasOwn(TEXTS, errorCode) ? TEXTS[errorCode]?.(node, args) : undefined) ??
    conflicting(TITLES[node.kind], message);
  return { code: errorCode, ...problem };
}

function missingProperty(node: OldNode, code: string, [name = '']: readonly string[]): OldProblem | undefined {
  if (code === 'E1123') return MISSING_OF_EVENT[name]?.(node, []);
  if (code === 'E1122') return MISSING_OF_ENROLLMENT[name];
  if (code !== 'E1121') return undefined;
  if (name === 'orgUnit') return badUnitOfEntity(node, []);
  return conflicting('TrackedEntity.trackedEntityType', 'Missing required property trackedEntityType');
}
