import { Field } from './fields';
import styles from './file-field.module.css';

interface FileFieldProps {
  readonly label: string;
  readonly help?: string;
  /** Types of files as the browser takes them, e.g. `.zip`. */
  readonly accept?: string;
  /** Another key of the component empties the field. */
  readonly onChange: (file: File | undefined) => void;
}

/** A file of this machine. */
export const FileField = ({ label, help, accept, onChange }: FileFieldProps) => (
  <Field label={label} {...(help !== undefined && { help })}>
    {(control) => (
      <input
        {...control}
        type="file"
        accept={accept}
        className={styles.file}
        onChange={(event) => onChange(event.target.files?.[0])}
      />
    )}
  </Field>
);
