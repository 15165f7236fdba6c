// A machine's definition as text, for reading.
export interface XmlText {
  /** What is defined: the machine as it starts next time. */
  readonly inactive: string
  /** What runs now, null while it is off. */
  readonly active: string | null
}
