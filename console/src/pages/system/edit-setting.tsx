import { Button } from '@dhis2/ui';
import { useId, useState } from 'react';
import { useServerInfo } from '../../api/server';
import { i18n } from '../../i18n';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { Dialog } from '../../parts/dialog';
import { CheckField, SelectField, TextArea, TextField } from '../../parts/fields';
import { ProblemNotice } from '../../parts/problem-notice';
import { useAction } from '../../parts/use-action';
import { isMoment } from './settings/groups';
import type { SettingText } from './settings/setting';
import { valueText } from './settings/value-text';
import { resetSetting, SETTINGS, type SettingValue, saveSetting } from './use-system';

interface EditSettingProps {
  readonly setting: SettingText;
  /** As it is; undefined for one that is not shown. */
  readonly value: SettingValue | undefined;
  /** Takes a sentence on what has changed. */
  readonly onDone: (said: string) => void;
  readonly onClose: () => void;
}

const CHANGED = { changes: [SETTINGS, ['server-info'], ['system-info']] };

/** One setting to be changed, or to be taken back to its default after a question. */
export function EditSetting({ setting, value, onDone, onClose }: EditSettingProps) {
  const { key, label, isSecret = false } = setting;
  const name = label();
  const { data: info } = useServerInfo();
  const form = useId();
  const before = draftOf(value);
  const [draft, setDraft] = useState<SettingValue>(before);
  const [isResetting, setResetting] = useState(false);
  const shown = (one: SettingValue | undefined): string => valueText(setting, one, info?.serverTimeZoneId);
  const save = useAction((next: SettingValue) => saveSetting(key, next), {
    ...CHANGED,
    onDone: (next) => {
      onDone(
        isSecret
          ? i18n.t('“{{name}}” has a new value.', { name })
          : i18n.t('“{{name}}” was {{before}} and is now {{after}}.', {
              name,
              before: shown(value),
              after: shown(readAs(value, next)),
            }),
      );
      onClose();
    },
  });
  const reset = useAction(() => resetSetting(key), {
    ...CHANGED,
    onDone: () => onDone(i18n.t('“{{name}}” has its default again.', { name })),
  });

  if (isResetting)
    return (
      <ConfirmDialog
        title={i18n.t('Reset “{{name}}” to its default?', { name })}
        action={i18n.t('Reset to default')}
        onConfirm={() => reset.runAndWait()}
        onClose={onClose}
      >
        <p>
          {isSecret
            ? i18n.t('What is stored goes.')
            : i18n.t('The value that it has now goes: {{value}}', { value: shown(value) })}
        </p>
      </ConfirmDialog>
    );
  return (
    <Dialog
      title={i18n.t('Change a setting')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{i18n.t('Cancel')}</Button>
          <Button destructive secondary onClick={() => setResetting(true)}>
            {i18n.t('Reset to default')}
          </Button>
          <Button
            primary
            disabled={draft === before || (isSecret && draft === '')}
            loading={save.isRunning}
            onClick={() => {
              const element = document.getElementById(form);
              if (element instanceof HTMLFormElement) element.requestSubmit();
            }}
          >
            {i18n.t('Save')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (draft !== before) save.run(draft);
        }}
      >
        <Control setting={setting} value={value} draft={draft} onChange={setDraft} />
        {save.problem && <ProblemNotice problem={save.problem} />}
      </form>
    </Dialog>
  );
}

/** Numbers are edited as text, and moments as days. */
const draftOf = (value: SettingValue | undefined): SettingValue => {
  if (typeof value === 'number') return String(value);
  if (isMoment(value)) return Date.parse(value) === 0 ? '' : value.slice(0, 10);
  return value ?? '';
};

/** What the text of a field is, of the kind that the value was. */
function readAs(value: SettingValue | undefined, draft: SettingValue): SettingValue {
  if (typeof value === 'number') return Number(draft);
  return isMoment(value) && draft !== '' ? `${String(draft)}T00:00:00Z` : draft;
}

interface ControlProps {
  readonly setting: SettingText;
  readonly value: SettingValue | undefined;
  readonly draft: SettingValue;
  readonly onChange: (draft: SettingValue) => void;
}

/** The field that fits the value. */
function Control({ setting: { label, help, choices, isLong, isSecret }, value, draft, onChange }: ControlProps) {
  const common = { label: label(), ...(help && { help: help() }) };
  if (typeof draft === 'boolean') return <CheckField {...common} checked={draft} onChange={onChange} />;
  const field = { ...common, value: String(draft), onChange };
  if (choices)
    return <SelectField {...field} choices={choices.map(([one, text]) => ({ value: one, label: text() }))} />;
  if (isLong) return <TextArea {...field} rows={8} />;
  if (isSecret)
    return (
      <TextField
        {...field}
        type="password"
        autoComplete="new-password"
        help={i18n.t('What is stored is not shown. Write the new value.')}
        takesFocus
      />
    );
  if (typeof value === 'number') return <TextField {...field} inputMode="decimal" required takesFocus />;
  if (isMoment(value)) return <TextField {...field} type="date" takesFocus />;
  return <TextField {...field} takesFocus />;
}
