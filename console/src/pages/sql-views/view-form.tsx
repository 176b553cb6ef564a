import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Problem } from '../../api/problem';
import { i18n } from '../../i18n';
import { Fields, SelectField, TextArea, TextField } from '../../parts/fields';
import { Card } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { RowActions } from '../../parts/table';
import { type Draft, type SqlViewDetails, typeName, VIEW_TYPES, type ViewType } from './use-sql-views';

interface ViewFormProps {
  /** As it is; left out for a new one. */
  readonly view?: SqlViewDetails;
  readonly isSaving: boolean;
  readonly problem: Problem | undefined;
  readonly onSave: (draft: Draft) => void;
}

/** An SQL view to be made or changed. */
export function ViewForm({ view, isSaving, problem, onSave }: ViewFormProps) {
  const navigate = useNavigate();
  const [name, setName] = useState(view?.name ?? '');
  const [description, setDescription] = useState(view?.description ?? '');
  const [type, setType] = useState<ViewType>(view?.type ?? 'VIEW');
  const [sqlQuery, setSqlQuery] = useState(view?.sqlQuery ?? '');
  return (
    <Card>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSave({ name: name.trim(), description: description.trim(), type, sqlQuery });
        }}
      >
        <Fields>
          {problem && <ProblemNotice problem={problem} />}
          <TextField label={i18n.t('Name')} value={name} onChange={setName} required maxLength={230} />
          <TextField label={i18n.t('Description')} value={description} onChange={setDescription} />
          <SelectField
            label={i18n.t('Type')}
            value={type}
            onChange={(value) => setType(value as ViewType)}
            choices={VIEW_TYPES.map((value) => ({ value, label: typeName(value) }))}
            disabled={view !== undefined}
            help={
              type === 'QUERY'
                ? i18n.t('Runs each time, and may have variables.')
                : type === 'VIEW'
                  ? i18n.t('A view in the database, read each time.')
                  : i18n.t('Rows are kept, and are read anew when it is refreshed.')
            }
          />
          <TextArea
            label={i18n.t('Statement')}
            value={sqlQuery}
            onChange={setSqlQuery}
            rows={12}
            isCode
            required
            help={i18n.t('One select statement. Tables of users and their secrets are out of its reach.')}
          />
          <RowActions>
            <Button primary type="submit" loading={isSaving}>
              {i18n.t('Save')}
            </Button>
            <Button onClick={() => void navigate(-1)}>{i18n.t('Cancel')}</Button>
          </RowActions>
        </Fields>
      </form>
    </Card>
  );
}
