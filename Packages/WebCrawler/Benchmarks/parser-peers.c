/* Times other people's HTML parsers on files whose names come on standard input: MB of HTML for each second of CPU.
 * gumbo builds a tree; libxml2's SAX interface calls back, and here the callbacks do nothing. */
#include <gumbo.h>
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct document {
    char *bytes;
    size_t length;
};

static struct document *documents;
static size_t count;
static double megabytes;

static void read_documents(void) {
    char name[4096];
    size_t room = 0;
    while (fgets(name, sizeof name, stdin)) {
        name[strcspn(name, "\n")] = 0;
        FILE *file = fopen(name, "rb");
        if (!file || fseek(file, 0, SEEK_END)) continue;
        long length = ftell(file);
        rewind(file);
        if (count == room) {
            room = room ? 2 * room : 256;
            documents = realloc(documents, room * sizeof *documents);
            if (!documents) abort();
        }
        char *bytes = malloc((size_t)length + 1);
        if (!bytes) abort();
        size_t got = fread(bytes, 1, (size_t)length, file);
        fclose(file);
        documents[count++] = (struct document){bytes, got};
        megabytes += (double)got / 1e6;
    }
}

static void start(void *context, const xmlChar *name, const xmlChar **attributes) {
    (void)name, (void)attributes;
    ++*(size_t *)context;
}

static void with_libxml2(const struct document *document) {
    htmlSAXHandler handler = {0};
    size_t tags = 0;
    handler.startElement = start;
    htmlParserCtxtPtr parser = htmlCreatePushParserCtxt(&handler, &tags, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    if (!parser) abort();
    htmlParseChunk(parser, document->bytes, (int)document->length, 1);
    htmlFreeParserCtxt(parser);
}

static void with_gumbo(const struct document *document) {
    GumboOutput *output = gumbo_parse_with_options(&kGumboDefaultOptions, document->bytes, document->length);
    gumbo_destroy_output(&kGumboDefaultOptions, output);
}

static void measure(const char *name, void (*parse)(const struct document *)) {
    clock_t before = clock();
    for (size_t index = 0; index < count; ++index) parse(&documents[index]);
    printf("%-28s %.0f MB/s\n", name, megabytes / ((double)(clock() - before) / CLOCKS_PER_SEC));
}

int main(void) {
    read_documents();
    measure("libxml2, SAX:", with_libxml2);
    measure("gumbo, tree:", with_gumbo);
}
