import { XMLParser } from 'fast-xml-parser';
import { fault, malformedXml } from '../s3-fault.ts';
import type { BodyOptions, Call } from './operation.ts';

/** Longest document that is read, in bytes: the list of 10,000 parts with their checksums is far shorter. */
const MAX_DOCUMENT = 4 * 1024 * 1024;

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  // The numeric ones too: Go's programs write a quote as &#34;.
  htmlEntities: true,
});

/** An element that is asked for what is in it. What is not there is empty. */
export class XmlNode {
  readonly #content: unknown;

  constructor(content: unknown) {
    this.#content = content;
  }

  /** All elements of a name. */
  all(name: string): XmlNode[] {
    const content = this.#content;
    if (typeof content !== 'object' || content === null || !Object.hasOwn(content, name)) return [];
    return [(content as Record<string, unknown>)[name]].flat().map((one) => new XmlNode(one));
  }

  /** The text of an element. */
  text(name: string): string | undefined {
    return this.all(name)[0]?.value;
  }

  /** Texts of all elements of a name. */
  texts(name: string): string[] {
    return this.all(name).map(({ value }) => value);
  }

  get value(): string {
    return typeof this.#content === 'string' ? this.#content : '';
  }
}

/**
 * Reads the document in the body of a request.
 *
 * @throws S3Fault when it is none, or has another root.
 */
export async function readXml(call: Call, root: string, options?: BodyOptions): Promise<XmlNode> {
  return parseXml(await readText(call, options), root);
}

/** Reads a body that is text, and may be none. */
export async function readText(call: Call, options?: BodyOptions): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const { bytes } = await call.body(options);
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > MAX_DOCUMENT) throw fault(400, 'MaxMessageLengthExceeded', 'Your request was too big.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** @throws S3Fault when the text is no XML, or has another root. */
export function parseXml(text: string, root: string): XmlNode {
  let document: unknown;
  try {
    document = parser.parse(text, true);
  } catch {
    throw malformedXml();
  }
  const [node] = new XmlNode(document).all(root);
  if (node === undefined) throw malformedXml();
  return node;
}
