// libxml2's streaming parser, and the few lines around its entities that Swift cannot write: their fields are private.
#ifndef CLIBXML2_SHIM_H
#define CLIBXML2_SHIM_H

// Debian's libxml2 names ICU's types, of which Foundation has its own: only encodings' fields, unused here, need them.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <string.h>
#include <libxml/SAX2.h>
#include <libxml/entities.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

// An entity that stands for a text, as the five of XML itself do; it belongs to no document.
static inline xmlEntityPtr clibxml2_new_entity(const xmlChar *name, const xmlChar *content, int is_general) {
    xmlEntityPtr entity = xmlMalloc(sizeof(xmlEntity));
    if (!entity) return 0;
    memset(entity, 0, sizeof(xmlEntity));
    entity->type = XML_ENTITY_DECL;
    entity->etype = is_general ? XML_INTERNAL_GENERAL_ENTITY : XML_INTERNAL_PREDEFINED_ENTITY;
    entity->name = xmlStrdup(name);
    entity->content = xmlStrdup(content);
    entity->orig = xmlStrdup(content);
    entity->length = xmlStrlen(content);
    return entity;
}

static inline void clibxml2_free_entity(xmlEntityPtr entity) {
    if (!entity) return;
    xmlFree((void *)entity->name);
    xmlFree(entity->content);
    xmlFree(entity->orig);
    xmlFree(entity);
}

#endif
