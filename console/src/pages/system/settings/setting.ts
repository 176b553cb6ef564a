/** How the console shows a system setting; what kind of value it has is seen from the value. */
export interface SettingText {
  readonly key: string;
  readonly label: () => string;
  readonly help?: () => string;
  /** Its values, when only these are taken. */
  readonly choices?: readonly (readonly [value: string, label: () => string])[];
  /** Text of several lines. */
  readonly isLong?: boolean;
  /** The server tells it to nobody in passing. */
  readonly isSecret?: boolean;
}

export interface SettingGroup {
  /** Stands in the address. */
  readonly name: string;
  readonly title: () => string;
  readonly settings: readonly SettingText[];
}

type Rest = Omit<SettingText, 'key' | 'label'>;

export const setting = (key: string, label: () => string, rest: Rest = {}): SettingText => ({ key, label, ...rest });

/** Values that are the same words in every language. */
export const words = (...values: readonly string[]): SettingText['choices'] =>
  values.map((value) => [value, () => value]);
