import { HELD } from './bundle-read-back-layout.ts';
import { ByteReader, keyOf } from './byte-reader.ts';
import { DamagedRecord, requireShape } from './damaged-record.ts';
import { DIGEST_BYTES, digestText } from './digest.ts';
import { elementSchema, readBackFooterSchema, type Element, type ReadBackFooter } from './read-back.ts';
import { readDocument } from './value-reader.ts';

/**
 * An element of a set as it goes by, with its digests as bytes: valid until the next one is read. It is an Element;
 * what looks like a field is made when it is asked for.
 */
export class ElementView {
  readonly of = 'element';
  prefix = '';
  /** -1: the prefix is the whole key. */
  number = -1;
  bytes: Uint8Array = new Uint8Array(0);
  sha256At = 0;
  storedAt = 0;

  get key(): string {
    return keyOf(this.prefix, this.number);
  }

  get sha256(): string {
    return digestText(this.bytes, this.sha256At);
  }

  get stored(): string {
    return digestText(this.bytes, this.storedAt);
  }

  /** The same, to be kept. */
  toElement(): Extract<Element, { of: 'element' }> {
    return { of: 'element', key: this.key, sha256: this.sha256, stored: this.stored };
  }
}

/** Reads the records that a ReadBackEncoder wrote, frame by frame. */
export class ReadBackDecoder {
  /** How it ended, once that was read. */
  footer: ReadBackFooter | undefined;
  /** How many elements there were so far. */
  elements = 0;
  readonly #reader = new ByteReader();
  readonly #view = new ElementView();

  /**
   * Shows every element in a part of some bytes: of a set as the one view, of anything else as what it is.
   * @throws DamagedRecord that says what is wrong with it.
   */
  decode(bytes: Buffer, from: number, to: number, show: (element: Element) => void): void {
    const reader = this.#reader;
    reader.bytes = bytes;
    reader.at = from;
    while (reader.at < to) {
      const kind = reader.byte();
      if (this.footer !== undefined) throw new DamagedRecord('a record follows the footer');
      const element = this.#read(kind);
      if (reader.at > to) throw new DamagedRecord('a record goes on beyond its end');
      if (element === undefined) continue;
      this.elements += 1;
      show(element);
    }
  }

  #read(kind: number): Element | undefined {
    const reader = this.#reader;
    switch (kind) {
      case HELD.element:
      case HELD.twoDigests:
        return this.#element(kind === HELD.element ? 0 : DIGEST_BYTES);
      case HELD.counter:
        reader.key();
        return { of: 'counter', key: keyOf(reader.prefix, reader.number), value: reader.signed() };
      case HELD.other:
        return requireShape(elementSchema, readDocument(reader));
      case HELD.define:
        reader.names.push(reader.name());
        return undefined;
      case HELD.footer:
        this.footer = requireShape(readBackFooterSchema, readDocument(reader));
        return undefined;
      default:
        throw new DamagedRecord(`there is no record of kind ${String(kind)}`);
    }
  }

  #element(apart: number): ElementView {
    const reader = this.#reader;
    const view = this.#view;
    reader.key();
    view.prefix = reader.prefix;
    view.number = reader.number;
    view.bytes = reader.bytes;
    view.sha256At = reader.at;
    view.storedAt = reader.at + apart;
    reader.at += DIGEST_BYTES + apart;
    return view;
  }
}
