// `code` of a key (UI Events) → PC scan code, set 1, as SPICE's inputs channel takes it; 0xe0xx: an extended key.
// Facts: the USB HID to PS/2 translation table.
export const SCANCODES: Readonly<Record<string, number>> = {
  Escape: 0x01,
  Tab: 0x0f,
  MetaLeft: 0xe05b,
  ControlLeft: 0x1d,
  AltLeft: 0x38,
  Delete: 0xe053,
  Backspace: 0x0e,
  PrintScreen: 0xe037,
  F1: 0x3b,
  F2: 0x3c,
  F3: 0x3d,
  F4: 0x3e,
  F5: 0x3f,
  F6: 0x40,
  F7: 0x41,
  F8: 0x42,
  F9: 0x43,
  F10: 0x44,
  F11: 0x57,
  F12: 0x58,
}
