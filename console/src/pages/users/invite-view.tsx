import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useServerInfo } from '../../api/server';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { CheckList, Fields, TextField } from '../../parts/fields';
import { Notice } from '../../parts/notice';
import { OrganisationUnitPicker, type PickedUnit } from '../../parts/organisation-unit-picker';
import { Card, PageFrame } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { RowActions } from '../../parts/table';
import { useAction } from '../../parts/use-action';
import { CHANGED, type Invitation, invite, useGroups, useRoles } from './use-users';

type Person = Pick<Invitation, 'email' | 'username' | 'firstName' | 'surname'>;

const NOBODY: Person = { email: '', username: '', firstName: '', surname: '' };

const choices = (objects: readonly { readonly id: string; readonly displayName: string }[]) =>
  objects.map(({ id, displayName }) => ({ value: id, label: displayName }));

/** A new user, who chooses the password. */
export function Component() {
  const navigate = useNavigate();
  const { data: info } = useServerInfo();
  const allRoles = useRoles();
  const allGroups = useGroups();
  const [person, setPerson] = useState(NOBODY);
  const [roles, setRoles] = useState<readonly string[]>([]);
  const [groups, setGroups] = useState<readonly string[]>([]);
  const [units, setUnits] = useState<readonly PickedUnit[]>([]);
  const [lacksRole, setLacksRole] = useState(false);
  const sending = useAction(async (draft: Invitation) => {
    const uid = await invite(draft);
    void navigate(`/users/${uid}`, { replace: true });
  }, CHANGED);
  const field = (name: keyof Person) => ({
    value: person[name],
    onChange: (value: string) => setPerson({ ...person, [name]: value }),
    problem: sending.problem?.byProperty[name],
    autoComplete: 'off',
  });
  const submit = (): void => {
    setLacksRole(roles.length === 0);
    if (roles.length === 0) return;
    const said = Object.fromEntries(Object.entries(person).map(([name, text]) => [name, text.trim()]));
    sending.run({ ...(said as unknown as Person), roles, groups, units: units.map(({ id }) => id) });
  };
  return (
    <PageFrame
      title={i18n.t('Invite a user')}
      up={{ to: '/users', title: i18n.t('Users') }}
      lead={i18n.t('They get a mail with a link, choose a password there, and can log in from then on.')}
    >
      {info?.emailConfigured === false && (
        <Notice kind="warning" title={i18n.t('This server cannot send mails yet.')}>
          <Link to="/system/settings?group=mail">{i18n.t('Set up the mail server first.')}</Link>
        </Notice>
      )}
      <Card>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Fields>
            {sending.problem && <ProblemNotice problem={sending.problem} />}
            <TextField label={i18n.t('Mail address')} type="email" required {...field('email')} />
            <TextField
              label={i18n.t('User name')}
              help={i18n.t('Leave it empty to let them choose it.')}
              {...field('username')}
            />
            <TextField label={i18n.t('First name')} maxLength={160} {...field('firstName')} />
            <TextField label={i18n.t('Surname')} maxLength={160} {...field('surname')} />
            <DataState query={allRoles} empty={i18n.t('There is no role that you may give.')}>
              {(found) => (
                <CheckList
                  label={i18n.t('Roles')}
                  help={i18n.t('At least one. You can give roles only that go no further than your own.')}
                  problem={lacksRole && roles.length === 0 ? i18n.t('Choose at least one role.') : undefined}
                  value={roles}
                  onChange={setRoles}
                  choices={choices(found)}
                />
              )}
            </DataState>
            <DataState query={allGroups} empty={i18n.t('There is no user group yet.')}>
              {(found) => (
                <CheckList label={i18n.t('Groups')} value={groups} onChange={setGroups} choices={choices(found)} />
              )}
            </DataState>
            <OrganisationUnitPicker
              label={i18n.t('Organisation units')}
              help={i18n.t('They enter data for these and look at data of these, with all units below.')}
              value={units}
              onChange={setUnits}
            />
            <RowActions>
              <Button primary type="submit" loading={sending.isRunning} disabled={!allRoles.data}>
                {i18n.t('Send the invitation')}
              </Button>
              <Button onClick={() => void navigate('/users')}>{i18n.t('Cancel')}</Button>
            </RowActions>
          </Fields>
        </form>
      </Card>
    </PageFrame>
  );
}
