import { findUser } from '../../api/session';
import { i18n } from '../../i18n';
import { SelectField } from '../../parts/fields';
import { Card } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { useAction } from '../../parts/use-action';
import { chooseLanguage } from './use-account';

/** Each is called by its own name, for whoever reads no other. */
const LANGUAGES = [
  { value: 'en', label: 'English' },
  { value: 'fr', label: 'Français' },
];

/** The language of the console and of other apps. */
export function LanguageCard({ language }: { readonly language: string }) {
  const choose = useAction(
    async (value: string) => {
      await chooseLanguage(value);
      await findUser();
      // What stands on the page was written in the other one.
      location.reload();
    },
    { changes: [] },
  );
  const isOther = !LANGUAGES.some(({ value }) => value === language);
  return (
    <Card title={i18n.t('Language')}>
      {choose.problem && <ProblemNotice problem={choose.problem} />}
      <SelectField
        label={i18n.t('Language of the interface')}
        help={i18n.t('Other apps on this server speak it, too.')}
        value={language}
        onChange={choose.run}
        disabled={choose.isRunning}
        choices={isOther ? [{ value: language, label: language }, ...LANGUAGES] : LANGUAGES}
      />
    </Card>
  );
}
