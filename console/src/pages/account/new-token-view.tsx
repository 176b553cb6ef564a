import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { i18n } from '../../i18n';
import { CheckList, Fields, TextArea, TextField } from '../../parts/fields';
import { Card, PageFrame } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { RowActions } from '../../parts/table';
import { useAction } from '../../parts/use-action';
import { KeyDialog } from './key-dialog';
import { createToken, type Limit, METHODS, TOKENS, type TokenDraft } from './use-account';

const DAY_MS = 86_400_000;
/** As the server has it when nobody says anything. */
const USUAL_DAYS = 30;

const two = (value: number): string => String(value).padStart(2, '0');
const dayAfter = (days: number): string => {
  const date = new Date(Date.now() + days * DAY_MS);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
};
const lines = (text: string): readonly string[] =>
  text
    .split(/[\n,;]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A token to be made. */
export function Component() {
  const navigate = useNavigate();
  const [code, setCode] = useState('');
  const [lastDay, setLastDay] = useState(() => dayAfter(USUAL_DAYS));
  const [addresses, setAddresses] = useState('');
  const [methods, setMethods] = useState<readonly string[]>([]);
  const [referrers, setReferrers] = useState('');
  const [key, setKey] = useState<string>();
  const making = useAction(async (draft: TokenDraft) => setKey(await createToken(draft)), { changes: [TOKENS] });
  const submit = (): void => {
    const [allowedIps, allowedReferrers] = [lines(addresses), lines(referrers)];
    const attributes: readonly Limit[] = [
      ...(allowedIps.length > 0 ? [{ type: 'IpAllowedList', allowedIps } as const] : []),
      ...(methods.length > 0 ? [{ type: 'MethodAllowedList', allowedMethods: methods } as const] : []),
      ...(allowedReferrers.length > 0 ? [{ type: 'RefererAllowedList', allowedReferrers } as const] : []),
    ];
    making.run({ code: code.trim(), expire: new Date(`${lastDay}T23:59:59`).getTime(), attributes });
  };
  return (
    <PageFrame
      title={i18n.t('New token')}
      up={{ to: '/account/tokens', title: i18n.t('Access tokens') }}
      lead={i18n.t('It may do everything that you may do, within the limits that you set here.')}
    >
      <Card>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Fields>
            {making.problem && <ProblemNotice problem={making.problem} />}
            <TextField
              label={i18n.t('Name')}
              help={i18n.t('What it is for, so that you know later what you delete.')}
              value={code}
              onChange={setCode}
              problem={
                making.problem?.kind === 'conflict'
                  ? i18n.t('This name is taken, perhaps by a token of somebody else.')
                  : undefined
              }
              maxLength={50}
              required
            />
            <TextField
              label={i18n.t('Last day')}
              type="date"
              value={lastDay}
              onChange={setLastDay}
              min={dayAfter(0)}
              required
            />
            <TextArea
              label={i18n.t('Only from these IP addresses')}
              help={i18n.t('One on each line, without ranges. Empty: from anywhere.')}
              value={addresses}
              onChange={setAddresses}
              rows={3}
              isCode
            />
            <CheckList
              label={i18n.t('Only these methods')}
              help={i18n.t('None marked: all. A token that only reads needs GET.')}
              value={methods}
              onChange={setMethods}
              choices={METHODS.map((method) => ({ value: method, label: method }))}
            />
            <TextArea
              label={i18n.t('Only from these pages')}
              help={i18n.t(
                'Addresses that the browser sends as referrer, one on each line. Empty: from any page or none.',
              )}
              value={referrers}
              onChange={setReferrers}
              rows={3}
              isCode
            />
            <RowActions>
              <Button primary type="submit" loading={making.isRunning}>
                {i18n.t('Make token')}
              </Button>
              <Button onClick={() => void navigate('/account/tokens')}>{i18n.t('Cancel')}</Button>
            </RowActions>
          </Fields>
        </form>
      </Card>
      {key !== undefined && (
        <KeyDialog name={code.trim()} value={key} onClose={() => void navigate('/account/tokens', { replace: true })} />
      )}
    </PageFrame>
  );
}
