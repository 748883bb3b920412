#include "CLandingPage.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// One array and one table line for each file; LandingPageTests asks the built tool for every file of the folder, so a
// forgotten one fails a test.

static const unsigned char answer_js[] = {
#embed "../StaticSite/LandingPage/answer.js"
};

static const unsigned char crawl_js[] = {
#embed "../StaticSite/LandingPage/crawl.js"
};

static const unsigned char favicon_svg[] = {
#embed "../StaticSite/LandingPage/favicon.svg"
};

static const unsigned char fonts_OFL_txt[] = {
#embed "../StaticSite/LandingPage/fonts/OFL.txt"
};

static const unsigned char fonts_sign_bold_woff2[] = {
#embed "../StaticSite/LandingPage/fonts/sign-bold.woff2"
};

static const unsigned char fonts_text_bold_woff2[] = {
#embed "../StaticSite/LandingPage/fonts/text-bold.woff2"
};

static const unsigned char fonts_text_regular_woff2[] = {
#embed "../StaticSite/LandingPage/fonts/text-regular.woff2"
};

static const unsigned char index_html[] = {
#embed "../StaticSite/LandingPage/index.html"
};

static const unsigned char letters_js[] = {
#embed "../StaticSite/LandingPage/letters.js"
};

static const unsigned char light_js[] = {
#embed "../StaticSite/LandingPage/light.js"
};

static const unsigned char maze_js[] = {
#embed "../StaticSite/LandingPage/maze.js"
};

static const unsigned char motion_js[] = {
#embed "../StaticSite/LandingPage/motion.js"
};

static const unsigned char page_js[] = {
#embed "../StaticSite/LandingPage/page.js"
};

static const unsigned char samples_answer_json[] = {
#embed "../StaticSite/LandingPage/samples/answer.json"
};

static const unsigned char samples_crawl_json[] = {
#embed "../StaticSite/LandingPage/samples/crawl.json"
};

static const unsigned char samples_letters_json[] = {
#embed "../StaticSite/LandingPage/samples/letters.json"
};

static const unsigned char samples_maze_json[] = {
#embed "../StaticSite/LandingPage/samples/maze.json"
};

static const unsigned char samples_session_json[] = {
#embed "../StaticSite/LandingPage/samples/session.json"
};

static const unsigned char samples_stats_json[] = {
#embed "../StaticSite/LandingPage/samples/stats.json"
};

static const unsigned char samples_timeline_json[] = {
#embed "../StaticSite/LandingPage/samples/timeline.json"
};

static const unsigned char style_css[] = {
#embed "../StaticSite/LandingPage/style.css"
};

#define FILE_OF(path, bytes) {path, bytes, sizeof bytes}

static const struct landing_page_file files[] = {
    FILE_OF("answer.js", answer_js),
    FILE_OF("crawl.js", crawl_js),
    FILE_OF("favicon.svg", favicon_svg),
    FILE_OF("fonts/OFL.txt", fonts_OFL_txt),
    FILE_OF("fonts/sign-bold.woff2", fonts_sign_bold_woff2),
    FILE_OF("fonts/text-bold.woff2", fonts_text_bold_woff2),
    FILE_OF("fonts/text-regular.woff2", fonts_text_regular_woff2),
    FILE_OF("index.html", index_html),
    FILE_OF("letters.js", letters_js),
    FILE_OF("light.js", light_js),
    FILE_OF("maze.js", maze_js),
    FILE_OF("motion.js", motion_js),
    FILE_OF("page.js", page_js),
    FILE_OF("samples/answer.json", samples_answer_json),
    FILE_OF("samples/crawl.json", samples_crawl_json),
    FILE_OF("samples/letters.json", samples_letters_json),
    FILE_OF("samples/maze.json", samples_maze_json),
    FILE_OF("samples/session.json", samples_session_json),
    FILE_OF("samples/stats.json", samples_stats_json),
    FILE_OF("samples/timeline.json", samples_timeline_json),
    FILE_OF("style.css", style_css),
};

size_t landing_page_count(void) { return sizeof files / sizeof files[0]; }

struct landing_page_file landing_page_file_at(size_t index) { return files[index]; }
