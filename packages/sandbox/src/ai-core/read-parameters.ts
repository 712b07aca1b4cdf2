import type { Algorithm } from '../define-algorithm.ts';
import { BadRequest } from './api-error.ts';
import { parseJsonObject } from './form-fields.ts';
import type { Form } from './read-form.ts';

/**
 * The parameters of a request, checked and completed by the algorithm's schema. A missing part counts as `{}`.
 *
 * @param inFeatures - Parameters that came in the features file, as PHP sends them; a part of their own goes before.
 *
 * @throws {BadRequest} not a JSON object, or refused by the schema: one message per issue.
 */
export async function readParameters(
  form: Form,
  { parameters: schema }: Algorithm,
  inFeatures?: unknown,
): Promise<unknown> {
  const bytes = form.file('parameters');
  const text = bytes === undefined ? form.text('parameters') : new TextDecoder().decode(bytes);
  const sent = parseJsonObject('parameters', text || JSON.stringify(inFeatures ?? {}));
  if (schema === undefined) return sent;
  const checked = await schema['~standard'].validate(sent);
  if (!checked.issues) return checked.value;
  throw new BadRequest(
    checked.issues.map(({ message, path = [] }) => {
      const keys = path.map((step) => String(typeof step === 'object' ? step.key : step));
      return `parameters : ${keys.length > 0 ? `Input name: \`${keys.join('.')}\` ` : ''}${message}`;
    }),
  );
}
