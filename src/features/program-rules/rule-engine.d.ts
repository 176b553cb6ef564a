/**
 * The part of DHIS2's rule engine that is used here: its own declarations are not found by way of its `exports`, and name types that they do not
 * declare. Dates are js-joda's in them; the engine reads them through the one method below.
 */
declare module '@dhis2/rule-engine' {
  interface Day {
    toEpochDay(): number;
  }
  interface Moment {
    toEpochMilli(): number;
  }

  export const RuleVariableType: {
    readonly DATAELEMENT_NEWEST_EVENT_PROGRAM_STAGE: unknown;
    readonly DATAELEMENT_NEWEST_EVENT_PROGRAM: unknown;
    readonly DATAELEMENT_CURRENT_EVENT: unknown;
    readonly DATAELEMENT_PREVIOUS_EVENT: unknown;
    readonly CALCULATED_VALUE: unknown;
    readonly TEI_ATTRIBUTE: unknown;
  };
  export const RuleValueType: {
    readonly TEXT: unknown;
    readonly NUMERIC: unknown;
    readonly BOOLEAN: unknown;
    readonly DATE: unknown;
  };
  export const RuleEnrollmentStatus: { valueOf(name: string): unknown };
  export const RuleEventStatus: { valueOf(name: string): unknown };

  export class Option {
    constructor(name: string, code: string);
  }
  export class RuleAttributeValue {
    constructor(trackedEntityAttribute: string, value: string);
  }
  export class RuleDataValue {
    constructor(dataElement: string, value: string);
  }
  export class RuleActionJs {
    constructor(data: string | null, type: string, values: Map<string, string>);
    readonly type: string;
    readonly values: ReadonlyMap<string, string>;
  }
  export class RuleJs {
    constructor(
      condition: string,
      actions: RuleActionJs[],
      uid: string,
      name: string | null,
      programStage: string | null,
      priority: number | null,
    );
  }
  export class RuleVariableJs {
    constructor(
      type: unknown,
      name: string,
      useCodeForOptionSet: boolean,
      options: Option[],
      field: string,
      fieldType: unknown,
      programStage: string | null,
    );
  }
  export class RuleEngineContextJs {
    constructor(
      rules: RuleJs[],
      ruleVariables: RuleVariableJs[],
      supplementaryData: Map<string, string[]>,
      constantsValues: Map<string, string>,
    );
  }
  export class RuleEnrollmentJs {
    constructor(
      enrollment: string,
      programName: string,
      incidentDate: Day,
      enrollmentDate: Day,
      status: unknown,
      organisationUnit: string,
      organisationUnitCode: string | null,
      attributeValues: RuleAttributeValue[],
    );
  }
  export class RuleEventJs {
    constructor(
      event: string,
      programStage: string,
      programStageName: string,
      status: unknown,
      eventDate: Moment | null,
      createdDate: Moment,
      dueDate: Day | null,
      completedDate: Day | null,
      organisationUnit: string,
      organisationUnitCode: string | null,
      dataValues: RuleDataValue[],
    );
  }
  export class RuleEffectJs {
    private constructor();
    readonly ruleId: string;
    readonly ruleAction: RuleActionJs;
    readonly data: string | null | undefined;
  }
  export class RuleEffectsJs {
    private constructor();
    readonly trackerObjectType: { readonly name: string };
    readonly trackerObjectUid: string;
    readonly ruleEffects: readonly RuleEffectJs[];
  }
  export class RuleEngineJs {
    constructor(verbose?: boolean);
    evaluateAll(
      enrollmentTarget: RuleEnrollmentJs | null,
      eventsTarget: RuleEventJs[],
      executionContext: RuleEngineContextJs,
    ): RuleEffectsJs[];
    evaluateEnrollment(
      target: RuleEnrollmentJs,
      ruleEvents: RuleEventJs[],
      executionContext: RuleEngineContextJs,
    ): RuleEffectJs[];
    evaluateEvent(
      target: RuleEventJs,
      ruleEnrollment: RuleEnrollmentJs | null,
      ruleEvents: RuleEventJs[],
      executionContext: RuleEngineContextJs,
    ): RuleEffectJs[];
  }
}
