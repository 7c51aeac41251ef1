/** Requests made up from an OpenAPI document, right and wrong ones, and what the document says of their answers. */
package io.corebus.generated;
