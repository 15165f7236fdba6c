// The fields of most forms, under one name.
export { Checkbox } from '../Checkbox/Checkbox.tsx'
export { NumberField } from '../NumberField/NumberField.tsx'
export { Select } from '../Select/Select.tsx'
export { TextField } from '../TextField/TextField.tsx'
