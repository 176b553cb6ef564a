import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { findUser } from '../../api/session';
import { i18n } from '../../i18n';
import { Fields, TextField } from '../../parts/fields';
import { Notice } from '../../parts/notice';
import { Card } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { useAction } from '../../parts/use-action';
import { ACCOUNT, type Account, PROFILE, type Profile, saveProfile } from './use-account';

/** Name and addresses. */
export function ProfileCard({ account }: { readonly account: Account }) {
  const [profile, setProfile] = useState(
    () => Object.fromEntries(PROFILE.map((name) => [name, account[name] ?? ''])) as unknown as Profile,
  );
  const [isSaved, setSaved] = useState(false);
  const save = useAction(
    async () => {
      await saveProfile(profile);
      // The header shows the name.
      await findUser();
    },
    { changes: [ACCOUNT], onDone: () => setSaved(true) },
  );
  const field = (name: keyof Profile) => ({
    value: profile[name],
    onChange: (value: string) => {
      setSaved(false);
      setProfile({ ...profile, [name]: value });
    },
    problem: save.problem?.byProperty[name],
    maxLength: 160,
  });
  return (
    <Card title={i18n.t('Profile')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.run();
        }}
      >
        <Fields>
          {save.problem && <ProblemNotice problem={save.problem} />}
          {isSaved && !save.problem && <Notice kind="success">{i18n.t('The profile is saved.')}</Notice>}
          <TextField label={i18n.t('First name')} autoComplete="given-name" required {...field('firstName')} />
          <TextField label={i18n.t('Surname')} autoComplete="family-name" required {...field('surname')} />
          <TextField label={i18n.t('Mail address')} type="email" autoComplete="email" {...field('email')} />
          <TextField label={i18n.t('Telephone')} autoComplete="tel" {...field('phoneNumber')} maxLength={80} />
          <TextField label={i18n.t('Job title')} autoComplete="organization-title" {...field('jobTitle')} />
          <TextField label={i18n.t('Employer')} autoComplete="organization" {...field('employer')} />
          <div>
            <Button primary type="submit" loading={save.isRunning}>
              {i18n.t('Save profile')}
            </Button>
          </div>
        </Fields>
      </form>
    </Card>
  );
}
