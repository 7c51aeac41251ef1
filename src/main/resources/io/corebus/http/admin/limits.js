const FORMATS = {email: 'an e-mail address', 'idn-email': 'an e-mail address', uri: 'an address (URI)', uuid: 'an id (UUID)', decimal: 'an exact decimal',
  hostname: 'a host name', ipv4: 'an IPv4 address', ipv6: 'an IPv6 address'};

/** What a schema demands, in words for people. */
export function limits(schema, kind) {
  const unit = {string: 'characters', array: 'items', words: 'words'}[kind];
  return [
    kind === 'integer' ? 'a whole number' : kind === 'number' && !schema.format ? 'a number' : FORMATS[schema.format],
    range(schema.minLength ?? schema.minItems, schema.maxLength ?? schema.maxItems, unit),
    range(schema.minimum, schema.maximum),
    schema.exclusiveMinimum !== undefined && 'more than ' + schema.exclusiveMinimum,
    schema.exclusiveMaximum !== undefined && 'less than ' + schema.exclusiveMaximum,
    schema.multipleOf !== undefined && 'a multiple of ' + schema.multipleOf,
    schema.uniqueItems && 'none twice',
    schema.pattern && 'of the form `' + schema.pattern + '`',
    schema.examples?.length && kind === 'string' && 'such as `' + schema.examples[0] + '`',
    schema.default !== undefined && schema.default !== null && 'left out: `' + (typeof schema.default === 'string' ? schema.default : JSON.stringify(schema.default)) + '`',
    schema.deprecated && 'on its way out',
  ].filter(Boolean).join(', ');
}

function range(least, most, unit) {
  const words = least !== undefined && most !== undefined ? (least === most ? String(least) : least + ' to ' + most)
    : least !== undefined ? 'at least ' + least : most !== undefined ? 'at most ' + most : null;
  return words && [words, unit].filter(Boolean).join(' ');
}
