import { HELD } from './bundle-read-back-layout.ts';
import { ByteWriter } from './byte-writer.ts';
import { DIGEST_BYTES, digestInto } from './digest.ts';
import { NameWriter } from './name-writer.ts';
import type { Element, ReadBackFooter } from './read-back.ts';
import { asJson, isWhole, writeDocument } from './value-writer.ts';

/** Writes what a member holds as the records of a read-back. */
export class ReadBackEncoder {
  readonly #out: ByteWriter;
  readonly #record = new ByteWriter();
  readonly #names: NameWriter;
  readonly #digest = new Uint8Array(DIGEST_BYTES);

  /** @param out where the records go. */
  constructor(out: ByteWriter) {
    this.#out = out;
    this.#names = new NameWriter((write) => {
      out.byte(HELD.define);
      write(out);
    });
  }

  element(element: Element): void {
    const record = this.#record;
    record.clear();
    if (element.of === 'element') this.#element(element);
    else if (element.of === 'counter' && isWhole(element.value)) {
      record.byte(HELD.counter);
      this.#names.key(record, element.key);
      record.signed(element.value);
    } else this.#document(HELD.other, element);
    this.#out.append(record.view());
  }

  footer(footer: ReadBackFooter): void {
    this.#record.clear();
    this.#document(HELD.footer, footer);
    this.#out.append(this.#record.view());
  }

  #element(element: Extract<Element, { of: 'element' }>): void {
    const { key, sha256, stored } = element;
    const record = this.#record;
    if (!digestInto(sha256, this.#digest, 0) || !digestInto(stored, this.#digest, 0)) {
      this.#document(HELD.other, element);
      return;
    }
    record.byte(sha256 === stored ? HELD.element : HELD.twoDigests);
    this.#names.key(record, key);
    for (const digest of sha256 === stored ? [sha256] : [sha256, stored]) {
      const { bytes, at } = record.space(DIGEST_BYTES);
      digestInto(digest, bytes, at);
    }
  }

  #document(kind: number, value: object): void {
    this.#record.byte(kind);
    writeDocument(this.#record, this.#names, asJson(value));
  }
}
