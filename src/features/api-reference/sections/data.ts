import type { Section } from './section.js';

export const dataValues: Section = {
  title: 'Data values',
  about: 'Aggregate data: single values, payloads, completeness, audits.',
  operations: {
    'GET /api/dataValueSets': 'Export data values as JSON, XML or CSV',
    'POST /api/dataValueSets': 'Import data values; a job with `async=true`',
    'GET /api/dataValues': 'One value',
    'POST /api/dataValues': 'Store one value',
    'DELETE /api/dataValues': 'Delete one value',
    'PUT /api/dataValues/followup': 'Mark a value for follow-up, or take the mark away',
    'PUT /api/dataValues/followups': 'The same for several values',
    'GET /api/completeDataSetRegistrations': 'Export registrations of complete data sets',
    'POST /api/completeDataSetRegistrations': 'Register data sets as complete',
    'DELETE /api/completeDataSetRegistrations': 'Take such a registration back',
    'GET /api/audits/dataValue': 'Who changed which data value',
    'GET /api/audits/dataApproval': 'Who approved what',
  },
};

export const entryRules: Section = {
  title: 'Min-max values and lock exceptions',
  about: 'Bounds within which values are expected, and exceptions from the end of data entry.',
  operations: {
    'GET /api/minMaxDataElements': 'List of min-max values',
    'POST /api/minMaxDataElements': 'Create or update a min-max value',
    'DELETE /api/minMaxDataElements': 'Delete a min-max value',
    'POST /api/minMaxDataElements/upsert': 'Create or update many',
    'POST /api/minMaxDataElements/delete': 'Delete many',
    'POST /api/minMaxDataElements/generate': 'Generate min-max values from the data of units and those below',
    'POST /api/minMaxValues': 'Generate min-max values (older path)',
    'GET /api/minMaxValues/{ou}': 'How many min-max values there are of data sets in a unit and those below',
    'DELETE /api/minMaxValues/{ou}': 'Remove the min-max values of data sets in a unit',
    'POST /api/dataEntry/minMaxValues': 'Create or update a min-max value from a data entry form',
    'DELETE /api/dataEntry/minMaxValues': 'Delete a min-max value from a data entry form',
    'GET /api/lockExceptions': 'List of lock exceptions',
    'POST /api/lockExceptions': 'Add lock exceptions for units, a period and a data set',
    'DELETE /api/lockExceptions': 'Delete lock exceptions',
    'GET /api/lockExceptions/combinations': 'Data sets and periods that have lock exceptions',
    'GET /api/lockExceptions/data': 'Lock exceptions of a user, for data entry apps',
  },
};

export const tracker: Section = {
  title: 'Tracker',
  about: 'Tracked entities, enrollments, events, relationships; ownership, generated values, search.',
  operations: {
    'POST /api/tracker': 'Import tracker data; a job unless `async=false`',
    'GET /api/tracker/jobs/{uid}': 'Messages of an import',
    'GET /api/tracker/jobs/{uid}/report': 'Report of an import',
    'GET /api/tracker/trackedEntities': 'List of tracked entities',
    'GET /api/tracker/trackedEntities/{uid}': 'One tracked entity',
    'GET /api/tracker/enrollments': 'List of enrollments',
    'GET /api/tracker/enrollments/{uid}': 'One enrollment',
    'GET /api/tracker/events': 'List of events',
    'GET /api/tracker/events/{uid}': 'One event',
    'GET /api/tracker/relationships': 'Relationships of an object',
    'GET /api/tracker/relationships/{uid}': 'One relationship',
    'PUT /api/tracker/ownership/transfer': 'Give a tracked entity another owner in a program',
    'POST /api/tracker/ownership/override': 'Take temporary access to a protected tracked entity, with a reason',
    'GET /api/trackedEntityAttributes/{uid}/requiredValues': 'What generating a value needs to be told',
    'GET /api/trackedEntityAttributes/{uid}/generate': 'Generate a unique value and reserve it',
    'GET /api/trackedEntityAttributes/{uid}/generateAndReserve': 'Generate several unique values and reserve them',
    'GET /api/trackedEntityAttributes/indexable': 'Attributes that can have a search index',
    'GET /api/trigramSummary': 'Which attributes have a search index, could have one, or have one in vain',
  },
};

export const oldTracker: Section = {
  title: 'Tracker, old resources',
  about: 'The resources of the time before `/api/tracker`, for clients that still use them.',
  operations: {
    ...old('events', 'event'),
    'PUT /api/events/{uid}/{dataElement}': 'Change one value of an event',
    ...old('enrollments', 'enrollment'),
    ...old('trackedEntityInstances', 'tracked entity'),
  },
};

function old(resource: string, what: string): Readonly<Record<string, string>> {
  const path = `/api/${resource}`;
  const plural = what.endsWith('y') ? `${what.slice(0, -1)}ies` : `${what}s`;
  return {
    [`GET ${path}`]: `List of ${plural}`,
    [`POST ${path}`]: `Import ${plural}`,
    [`GET ${path}/{uid}`]: `One ${what}`,
    [`PUT ${path}/{uid}`]: `Replace one ${what}`,
    [`DELETE ${path}/{uid}`]: `Delete one ${what}`,
  };
}

export const validation: Section = {
  title: 'Validation and prediction',
  about: 'Rules that data should meet, what violates them, and values worked out from others.',
  operations: {
    'GET /api/validationResults': 'Violations that were found, as a list',
    'DELETE /api/validationResults': 'Delete violations',
    'GET /api/validationResults/{id}': 'One violation',
    'DELETE /api/validationResults/{id}': 'Delete one violation',
    'GET /api/validation/dataSet/{ds}': 'Check one form by the validation rules',
    'POST PUT /api/validation/sendNotifications': 'Send the notifications of violations that were not sent yet',
    'POST /api/dataAnalysis/validationRules': 'Check periods and units by validation rules, without keeping the result',
    'POST /api/validationRules/expression/description': 'Check an expression of a validation rule, and describe it',
    'POST /api/indicators/expression/description': 'Check an expression of an indicator, and describe it',
    'POST /api/predictors/expression/description': 'Check an expression of a predictor, and describe it',
    'POST /api/predictors/skipTest/description': 'Check a skip test of a predictor, and describe it',
    'POST PUT /api/predictions': 'Run predictors and groups of predictors',
    'POST PUT /api/predictors/run': 'Run all predictors',
    'POST PUT /api/predictors/{uid}/run': 'Run a predictor',
    'POST PUT /api/predictorGroups/{uid}/run': 'Run the predictors of a group',
  },
};
