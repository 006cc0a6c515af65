/* HDF5 files with what h5py cannot write: `native FOLDER`, with libhdf5 1.10.8.
   Where the structures differ a file is made with the oldest and with the latest: NAME-earliest.h5, NAME-latest.h5. */

#include <hdf5.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHECK(expression) checked((int64_t)(expression), #expression, __LINE__)

static int64_t checked(int64_t result, const char *text, int line) {
  if (result < 0) {
    fprintf(stderr, "line %d: %s\n", line, text);
    exit(1);
  }
  return result;
}

static uint32_t noise_state = 7;
static uint8_t noise(void) {
  noise_state = noise_state * 1664525u + 1013904223u;
  return (uint8_t)(noise_state >> 24);
}

static const void *bytes(size_t count) {
  static uint8_t buffer[1 << 20];
  for (size_t i = 0; i < count; i++) buffer[i] = noise();
  return buffer;
}

/* The latest structures where `latest` is 1. */
static hid_t access_list(int latest) {
  hid_t list = CHECK(H5Pcreate(H5P_FILE_ACCESS));
  CHECK(H5Pset_libver_bounds(list, latest ? H5F_LIBVER_LATEST : H5F_LIBVER_EARLIEST, H5F_LIBVER_LATEST));
  return list;
}

static hid_t create(const char *name, int latest, hid_t creation) {
  return CHECK(H5Fcreate(name, H5F_ACC_TRUNC, creation, access_list(latest)));
}

static hid_t line(hsize_t count) { return CHECK(H5Screate_simple(1, &count, NULL)); }

/* A dataset of `count` elements of any bytes, or of `data`. */
static void put(hid_t place, const char *name, hid_t type, hsize_t count, const void *data, hid_t creation) {
  hid_t space = line(count);
  hid_t set = CHECK(H5Dcreate2(place, name, type, space, H5P_DEFAULT, creation, H5P_DEFAULT));
  CHECK(H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data ? data : bytes(count * H5Tget_size(type))));
  H5Dclose(set);
  H5Sclose(space);
}

static void attribute(hid_t place, const char *name, hid_t type, hid_t space, const void *data) {
  hid_t held = CHECK(H5Acreate2(place, name, type, space, H5P_DEFAULT, H5P_DEFAULT));
  CHECK(H5Awrite(held, type, data));
  H5Aclose(held);
}

/* Links of two classes of their own. */
static hid_t follow(const char *name, hid_t group, const void *data, size_t size, hid_t link, hid_t access) {
  (void)name, (void)group, (void)data, (void)size, (void)link, (void)access;
  return -1;
}

static void links(const char *name, int latest) {
  hid_t file = create(name, latest, H5P_DEFAULT);
  for (int number = 65; number <= 255; number += 190) {
    H5L_class_t kind = {H5L_LINK_CLASS_T_VERS, (H5L_type_t)number, "test", NULL, NULL, NULL, follow, NULL, NULL};
    CHECK(H5Lregister(&kind));
    char text[32];
    snprintf(text, sizeof text, "class %d", number);
    CHECK(H5Lcreate_ud(file, text, (H5L_type_t)number, "its data\0more", 13, H5P_DEFAULT, H5P_DEFAULT));
    snprintf(text, sizeof text, "class %d, no data", number);
    CHECK(H5Lcreate_ud(file, text, (H5L_type_t)number, NULL, 0, H5P_DEFAULT, H5P_DEFAULT));
  }
  CHECK(H5Lcreate_soft("/nowhere/at all", file, "soft", H5P_DEFAULT, H5P_DEFAULT));
  CHECK(H5Lcreate_external("folder/other.h5", "/there", file, "external", H5P_DEFAULT, H5P_DEFAULT));
  H5Fclose(file);
}

static void times(const char *name, int latest) {
  hid_t file = create(name, latest, H5P_DEFAULT);
  int32_t seconds[] = {0, 1000000000, -1};
  int64_t longer[] = {0, 5000000000, -1};
  put(file, "D32LE", H5T_UNIX_D32LE, 3, seconds, H5P_DEFAULT);
  put(file, "D32BE", H5T_UNIX_D32BE, 3, seconds, H5P_DEFAULT);
  put(file, "D64LE", H5T_UNIX_D64LE, 3, longer, H5P_DEFAULT);
  put(file, "D64BE", H5T_UNIX_D64BE, 3, longer, H5P_DEFAULT);
  attribute(file, "time", H5T_UNIX_D32LE, line(3), seconds);
  hid_t creation = CHECK(H5Pcreate(H5P_DATASET_CREATE));
  CHECK(H5Pset_obj_track_times(creation, 1));
  put(file, "tracked", H5T_STD_I8LE, 3, NULL, creation);
  CHECK(H5Oset_comment_by_name(file, "tracked", "with a comment", H5P_DEFAULT));
  H5Fclose(file);
}

static hid_t integer(hid_t base, size_t size, size_t precision, int offset) {
  hid_t type = CHECK(H5Tcopy(base));
  if (size > H5Tget_size(type)) CHECK(H5Tset_size(type, size));
  CHECK(H5Tset_precision(type, precision));
  CHECK(H5Tset_offset(type, offset));
  if (size < H5Tget_size(type)) CHECK(H5Tset_size(type, size));
  return type;
}

static void integers(const char *name, int latest) {
  hid_t file = create(name, latest, H5P_DEFAULT);
  struct { const char *name; hid_t base; } bases[] = {
      {"I32LE", H5T_STD_I32LE}, {"I32BE", H5T_STD_I32BE}, {"U32LE", H5T_STD_U32LE}, {"U32BE", H5T_STD_U32BE}, {"B32LE", H5T_STD_B32LE}, {"B32BE", H5T_STD_B32BE}};
  struct { size_t size, precision; int offset; } forms[] = {
      {1, 4, 2}, {1, 7, 0}, {2, 9, 5}, {2, 16, 0}, {3, 24, 0}, {3, 17, 4}, {4, 31, 0}, {4, 20, 6}, {5, 40, 0}, {6, 33, 7}, {7, 56, 0}, {8, 63, 1}, {8, 64, 0}};
  for (size_t b = 0; b < sizeof bases / sizeof *bases; b++)
    for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
      char text[64];
      snprintf(text, sizeof text, "%s size %zu precision %zu offset %d", bases[b].name, forms[f].size, forms[f].precision, forms[f].offset);
      hid_t type = integer(bases[b].base, forms[f].size, forms[f].precision, forms[f].offset);
      put(file, text, type, 9, NULL, H5P_DEFAULT);
      H5Tclose(type);
    }
  put(file, "16 bytes", integer(H5T_STD_I64LE, 16, 128, 0), 4, NULL, H5P_DEFAULT);
  hid_t padded = integer(H5T_STD_I16LE, 2, 9, 3);
  CHECK(H5Tset_pad(padded, H5T_PAD_ONE, H5T_PAD_BACKGROUND));
  put(file, "padding of ones", padded, 4, NULL, H5P_DEFAULT);
  hid_t row = CHECK(H5Tcreate(H5T_COMPOUND, 16));
  CHECK(H5Tinsert(row, "three", 0, integer(H5T_STD_I32BE, 3, 24, 0)));
  CHECK(H5Tinsert(row, "bits", 4, integer(H5T_STD_B32LE, 2, 9, 5)));
  CHECK(H5Tinsert(row, "time", 8, H5T_UNIX_D32LE));
  CHECK(H5Tinsert(row, "last", 14, H5T_STD_U16BE));
  put(file, "row", row, 5, NULL, H5P_DEFAULT);
  H5Fclose(file);
}

static hid_t floating(hid_t base, size_t size, size_t sign, size_t exponent, size_t esize, size_t mantissa, size_t msize, size_t bias) {
  hid_t type = CHECK(H5Tcopy(base));
  if (size > H5Tget_size(type)) {
    CHECK(H5Tset_size(type, size));
    CHECK(H5Tset_precision(type, 8 * size));
  }
  CHECK(H5Tset_fields(type, sign, exponent, esize, mantissa, msize));
  CHECK(H5Tset_ebias(type, bias));
  CHECK(H5Tset_precision(type, 1 + esize + msize));
  if (size < H5Tget_size(type)) CHECK(H5Tset_size(type, size));
  return type;
}

static void floats(const char *name, int latest) {
  hid_t file = create(name, latest, H5P_DEFAULT);
  put(file, "VAX F32", H5T_VAX_F32, 20, NULL, H5P_DEFAULT);
  put(file, "VAX F64", H5T_VAX_F64, 20, NULL, H5P_DEFAULT);
  put(file, "bfloat16 LE", floating(H5T_IEEE_F32LE, 2, 15, 7, 8, 0, 7, 127), 40, NULL, H5P_DEFAULT);
  put(file, "bfloat16 BE", floating(H5T_IEEE_F32BE, 2, 15, 7, 8, 0, 7, 127), 40, NULL, H5P_DEFAULT);
  put(file, "24 bits", floating(H5T_IEEE_F32LE, 3, 23, 16, 7, 0, 16, 63), 20, NULL, H5P_DEFAULT);
  put(file, "24 bits BE", floating(H5T_IEEE_F32BE, 3, 23, 16, 7, 0, 16, 63), 20, NULL, H5P_DEFAULT);
  put(file, "bias 100", floating(H5T_IEEE_F32LE, 4, 31, 23, 8, 0, 23, 100), 20, NULL, H5P_DEFAULT);
  put(file, "48 bits", floating(H5T_IEEE_F64BE, 6, 47, 36, 11, 0, 36, 1023), 20, NULL, H5P_DEFAULT);
  hid_t shifted = CHECK(H5Tcopy(H5T_IEEE_F32LE));
  CHECK(H5Tset_fields(shifted, 26, 20, 6, 7, 13));
  CHECK(H5Tset_offset(shifted, 7));
  CHECK(H5Tset_precision(shifted, 20));
  CHECK(H5Tset_size(shifted, 4));
  CHECK(H5Tset_ebias(shifted, 31));
  put(file, "20 bits at 7", shifted, 20, NULL, H5P_DEFAULT);
  for (int norm = 0; norm < 2; norm++) {
    hid_t type = CHECK(H5Tcopy(H5T_IEEE_F32LE));
    CHECK(H5Tset_norm(type, norm ? H5T_NORM_NONE : H5T_NORM_MSBSET));
    uint32_t values[] = {0, 0x3fc00000, 0x3f800000, 0xbfe00000, 0x40490fdb, 0x7f800000, 0x00400000, 0x00c00000};
    put(file, norm ? "norm none" : "norm set", type, 8, values, H5P_DEFAULT);
  }
  hid_t quad = floating(H5T_IEEE_F64LE, 16, 127, 112, 15, 0, 112, 16383);
  put(file, "float128 LE", quad, 6, NULL, H5P_DEFAULT);
  CHECK(H5Tset_order(quad, H5T_ORDER_BE));
  put(file, "float128 BE", quad, 6, NULL, H5P_DEFAULT);
  long double values[] = {0.0L, 1.0L / 3, -1e4000L, 1e-4940L};
  uint8_t cleared[64] = {0};
  for (int i = 0; i < 4; i++) memcpy(cleared + 16 * i, &values[i], 10);
  put(file, "long double", H5T_NATIVE_LDOUBLE, 4, cleared, H5P_DEFAULT);
  H5Fclose(file);
}

static hid_t chunks(hsize_t extent) {
  hid_t creation = CHECK(H5Pcreate(H5P_DATASET_CREATE));
  CHECK(H5Pset_chunk(creation, 1, &extent));
  return creation;
}

static void nbit(const char *name, int latest) {
  hid_t file = create(name, latest, H5P_DEFAULT), creation = chunks(16);
  CHECK(H5Pset_nbit(creation));
  hid_t p9 = integer(H5T_STD_I32LE, 2, 9, 3), p20 = integer(H5T_STD_U32BE, 4, 20, 5), p8 = integer(H5T_STD_I32LE, 1, 5, 1);
  put(file, "precision 9", p9, 40, NULL, creation);
  put(file, "precision 20 BE", p20, 40, NULL, creation);
  put(file, "precision 5", p8, 40, NULL, creation);
  put(file, "whole", H5T_STD_I32LE, 40, NULL, creation);
  put(file, "3 of 32", integer(H5T_STD_I32LE, 4, 17, 0), 40, NULL, creation);
  hid_t real = CHECK(H5Tcopy(H5T_IEEE_F32BE));
  CHECK(H5Tset_fields(real, 26, 20, 6, 7, 13));
  CHECK(H5Tset_offset(real, 7));
  CHECK(H5Tset_precision(real, 20));
  CHECK(H5Tset_size(real, 4));
  CHECK(H5Tset_ebias(real, 31));
  put(file, "float of 20 bits", real, 40, NULL, creation);
  hsize_t dims[] = {2, 3};
  put(file, "array", CHECK(H5Tarray_create2(p9, 2, dims)), 20, NULL, creation);
  hid_t inner = CHECK(H5Tcreate(H5T_COMPOUND, 6)), row = CHECK(H5Tcreate(H5T_COMPOUND, 28));
  CHECK(H5Tinsert(inner, "a", 0, p9));
  CHECK(H5Tinsert(inner, "b", 2, p20));
  CHECK(H5Tinsert(row, "first", 0, p20));
  CHECK(H5Tinsert(row, "inner", 5, inner));
  CHECK(H5Tinsert(row, "array", 12, CHECK(H5Tarray_create2(p9, 2, dims))));
  CHECK(H5Tinsert(row, "raw", 24, integer(H5T_STD_I32LE, 4, 32, 0)));
  put(file, "rows", row, 30, NULL, creation);
  hid_t both = chunks(10);
  CHECK(H5Pset_nbit(both));
  CHECK(H5Pset_shuffle(both));
  CHECK(H5Pset_deflate(both, 5));
  CHECK(H5Pset_fletcher32(both));
  put(file, "with others", p9, 35, NULL, both);
  hid_t color = CHECK(H5Tenum_create(H5T_STD_I16LE));
  for (int16_t i = 0; i < 3; i++) CHECK(H5Tenum_insert(color, i == 0 ? "RED" : i == 1 ? "GREEN" : "BLUE", &i));
  int16_t colors[20];
  for (int i = 0; i < 20; i++) colors[i] = (int16_t)(i % 3);
  put(file, "enum", color, 20, colors, creation);
  H5Fclose(file);
}

static void scale_offset(const char *name, int latest) {
  hid_t file = create(name, latest, H5P_DEFAULT);
  struct { const char *name; hid_t type; } types[] = {
      {"I8", H5T_STD_I8LE}, {"U8", H5T_STD_U8BE}, {"I16", H5T_STD_I16BE}, {"U16", H5T_STD_U16LE}, {"I32", H5T_STD_I32LE}, {"U32", H5T_STD_U32BE}, {"I64", H5T_STD_I64BE}, {"U64", H5T_STD_U64LE}};
  for (int t = 0; t < 8; t++)
    for (int bits = 0; bits <= 6; bits += 6)
      for (int filled = 0; filled < 2; filled++) {
        hid_t creation = chunks(13), space = line(45);
        char text[64];
        CHECK(H5Pset_scaleoffset(creation, H5Z_SO_INT, bits));
        int32_t fill = 7, values[45];
        for (int i = 0; i < 45; i++) values[i] = i % 5 == 4 ? 7 : i < 13 ? 50 : 20 + noise() % 60;
        if (filled) CHECK(H5Pset_fill_value(creation, H5T_NATIVE_INT32, &fill));
        snprintf(text, sizeof text, "%s bits %d%s", types[t].name, bits, filled ? " filled" : "");
        hid_t set = CHECK(H5Dcreate2(file, text, types[t].type, space, H5P_DEFAULT, creation, H5P_DEFAULT));
        CHECK(H5Dwrite(set, H5T_NATIVE_INT32, H5S_ALL, H5S_ALL, H5P_DEFAULT, values));
        H5Dclose(set);
      }
  for (int scale = 0; scale <= 3; scale += 1)
    for (int wide = 0; wide < 2; wide++)
      for (int filled = 0; filled < 2; filled++) {
        hid_t creation = chunks(20), space = line(45);
        char text[64];
        CHECK(H5Pset_scaleoffset(creation, H5Z_SO_FLOAT_DSCALE, scale));
        double fill = -99.5, values[45];
        for (int i = 0; i < 45; i++) values[i] = i % 7 == 3 ? fill : (noise() - 128) * 1.37 + i / 1000.0;
        if (filled) CHECK(H5Pset_fill_value(creation, H5T_NATIVE_DOUBLE, &fill));
        snprintf(text, sizeof text, "%s scale %d%s", wide ? "F64" : "F32", scale, filled ? " filled" : "");
        hid_t type = wide ? (scale > 0 ? H5T_IEEE_F64BE : H5T_IEEE_F64LE) : (scale > 0 ? H5T_IEEE_F32LE : H5T_IEEE_F32BE);
        hid_t set = CHECK(H5Dcreate2(file, text, type, space, H5P_DEFAULT, creation, H5P_DEFAULT));
        CHECK(H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values));
        H5Dclose(set);
      }
  H5Fclose(file);
}

static void szip(const char *name, int latest) {
  if (H5Zfilter_avail(H5Z_FILTER_SZIP) <= 0) return;
  hid_t file = create(name, latest, H5P_DEFAULT);
  hid_t types[] = {H5T_STD_U8LE, H5T_STD_I16LE, H5T_STD_I16BE, H5T_STD_I32LE, H5T_STD_I64BE, H5T_IEEE_F32LE, H5T_IEEE_F64BE};
  const char *names[] = {"U8", "I16LE", "I16BE", "I32LE", "I64BE", "F32LE", "F64BE"};
  for (int t = 0; t < 7; t++)
    for (int mode = 0; mode < 2; mode++)
      for (unsigned block = 4; block <= 32; block *= 4) {
        hsize_t extents[] = {9, 40}, shape[] = {20, 50};
        hid_t creation = CHECK(H5Pcreate(H5P_DATASET_CREATE)), space = CHECK(H5Screate_simple(2, shape, NULL));
        CHECK(H5Pset_chunk(creation, 2, extents));
        CHECK(H5Pset_szip(creation, mode ? H5_SZIP_NN_OPTION_MASK : H5_SZIP_EC_OPTION_MASK, block));
        double values[1000];
        for (int i = 0; i < 1000; i++) values[i] = i < 100 ? 5 : i < 300 ? i / 7 % 100 : noise() % 90;
        char text[64];
        snprintf(text, sizeof text, "%s %s %u", names[t], mode ? "nn" : "ec", block);
        hid_t set = CHECK(H5Dcreate2(file, text, types[t], space, H5P_DEFAULT, creation, H5P_DEFAULT));
        CHECK(H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values));
        H5Dclose(set);
      }
  H5Fclose(file);
}

static void shared(const char *name, unsigned list_maximum) {
  hid_t creation = CHECK(H5Pcreate(H5P_FILE_CREATE));
  CHECK(H5Pset_shared_mesg_nindexes(creation, 3));
  CHECK(H5Pset_shared_mesg_index(creation, 0, H5O_SHMESG_DTYPE_FLAG | H5O_SHMESG_SDSPACE_FLAG, 1));
  CHECK(H5Pset_shared_mesg_index(creation, 1, H5O_SHMESG_ATTR_FLAG, 20));
  CHECK(H5Pset_shared_mesg_index(creation, 2, H5O_SHMESG_FILL_FLAG | H5O_SHMESG_PLINE_FLAG, 1));
  CHECK(H5Pset_shared_mesg_phase_change(creation, list_maximum, list_maximum ? list_maximum / 2 : 0));
  hid_t file = create(name, 1, creation);
  hid_t row = CHECK(H5Tcreate(H5T_COMPOUND, 12));
  CHECK(H5Tinsert(row, "a", 0, H5T_STD_I32LE));
  CHECK(H5Tinsert(row, "b", 4, H5T_IEEE_F64BE));
  hid_t committed = CHECK(H5Tcopy(row));
  CHECK(H5Tcommit2(file, "type", committed, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  for (int i = 0; i < 12; i++) {
    char text[32];
    hid_t set_creation = chunks(4);
    int32_t fill = i / 2;
    CHECK(H5Pset_deflate(set_creation, (unsigned)(i % 9)));
    if (i % 3) CHECK(H5Pset_fill_value(set_creation, H5T_NATIVE_INT32, &fill));
    snprintf(text, sizeof text, "d%d", i);
    put(file, text, i % 3 ? H5T_STD_I32LE : i % 2 ? committed : row, 9, NULL, set_creation);
    hid_t set = CHECK(H5Dopen2(file, text, H5P_DEFAULT));
    for (int k = 0; k < 12; k++) {
      int64_t values[30];
      for (int j = 0; j < 30; j++) values[j] = j * (k % 4);
      snprintf(text, sizeof text, "attribute %d", k);
      attribute(set, text, k % 5 ? H5T_STD_I64LE : row, line(k % 5 ? 30 : 12), values);
    }
    H5Dclose(set);
  }
  H5Fclose(file);
}

/* Attributes and links in fractal heaps: tiny, managed in several rows of blocks, huge, filtered. */
static void heaps(const char *name, int filtered) {
  hid_t file = create(name, 1, H5P_DEFAULT);
  hid_t group_creation = CHECK(H5Pcreate(H5P_GROUP_CREATE));
  CHECK(H5Pset_link_phase_change(group_creation, 0, 0));
  CHECK(H5Pset_attr_phase_change(group_creation, 0, 0));
  CHECK(H5Pset_attr_creation_order(group_creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  CHECK(H5Pset_link_creation_order(group_creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  if (filtered) CHECK(H5Pset_deflate(group_creation, 6));
  hid_t group = CHECK(H5Gcreate2(file, "many links", H5P_DEFAULT, group_creation, H5P_DEFAULT));
  char text[400];
  for (int i = 0; i < 900; i++) {
    int length = snprintf(text, sizeof text, "%d ", i * 7 % 1000);
    memset(text + length, 'a' + i % 26, 10 + (size_t)(i % 40) * (i % 3));
    text[length + 10 + (i % 40) * (i % 3)] = 0;
    CHECK(H5Lcreate_soft(i % 100 == 50 ? "/a/longer/path/somewhere/else" : "/x", group, text, H5P_DEFAULT, H5P_DEFAULT));
  }
  hid_t other = CHECK(H5Gcreate2(file, "attributes", H5P_DEFAULT, group_creation, H5P_DEFAULT));
  for (int i = 0; i < 40; i++) {
    static int32_t values[20000];
    for (int j = 0; j < 20000; j++) values[j] = j / 50 + i;
    snprintf(text, sizeof text, "a%d", i);
    attribute(other, text, H5T_STD_I32LE, line(i == 7 || i == 30 ? 20000 : i % 5 == 4 ? 1200 : (hsize_t)i + 1), values);
  }
  hid_t few = CHECK(H5Gcreate2(file, "few", H5P_DEFAULT, group_creation, H5P_DEFAULT));
  CHECK(H5Lcreate_soft("/x", few, "one", H5P_DEFAULT, H5P_DEFAULT));
  hid_t none = CHECK(H5Gcreate2(file, "none", H5P_DEFAULT, group_creation, H5P_DEFAULT));
  CHECK(H5Lcreate_soft("/x", none, "one", H5P_DEFAULT, H5P_DEFAULT));
  CHECK(H5Ldelete(none, "one", H5P_DEFAULT));
  H5Fclose(file);
}

static void sizes(const char *name, size_t offsets, size_t lengths, int latest, hsize_t block, unsigned k) {
  hid_t creation = CHECK(H5Pcreate(H5P_FILE_CREATE));
  CHECK(H5Pset_sizes(creation, offsets, lengths));
  if (block) CHECK(H5Pset_userblock(creation, block));
  if (k) {
    CHECK(H5Pset_sym_k(creation, k, k + 1));
    CHECK(H5Pset_istore_k(creation, k));
  }
  hid_t file = create(name, latest, creation), set_creation = chunks(3);
  put(file, "chunked", H5T_STD_I16BE, 40, NULL, set_creation);
  CHECK(H5Pset_deflate(set_creation, 3));
  put(file, "deflated", H5T_STD_I16BE, 40, NULL, set_creation);
  put(file, "contiguous", H5T_IEEE_F64LE, 40, NULL, H5P_DEFAULT);
  hid_t text = CHECK(H5Tcopy(H5T_C_S1));
  CHECK(H5Tset_size(text, H5T_VARIABLE));
  const char *words[] = {"one", "", "three and more", "4"};
  put(file, "words", text, 4, words, H5P_DEFAULT);
  hid_t group = CHECK(H5Gcreate2(file, "group", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  for (int i = 0; i < 60; i++) {
    char link[32];
    snprintf(link, sizeof link, "link %d", i * 37 % 60);
    CHECK(H5Lcreate_hard(file, "chunked", group, link, H5P_DEFAULT, H5P_DEFAULT));
  }
  hobj_ref_t reference;
  CHECK(H5Rcreate(&reference, file, "contiguous", H5R_OBJECT, -1));
  put(file, "reference", H5T_STD_REF_OBJ, 1, &reference, H5P_DEFAULT);
  attribute(file, "words", text, line(4), words);
  H5Fclose(file);
}

static void regions(const char *name, int latest) {
  hid_t file = create(name, latest, H5P_DEFAULT);
  hsize_t shape[] = {12, 15};
  hid_t space = CHECK(H5Screate_simple(2, shape, NULL));
  hid_t set = CHECK(H5Dcreate2(file, "data", H5T_STD_U8LE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  CHECK(H5Dwrite(set, H5T_STD_U8LE, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes(180)));
  hdset_reg_ref_t held[8];
  memset(held, 0, sizeof held);
  hsize_t start[] = {1, 2}, stride[] = {3, 5}, count[] = {3, 2}, block[] = {2, 3};
  CHECK(H5Sselect_hyperslab(space, H5S_SELECT_SET, start, stride, count, block));
  CHECK(H5Rcreate(&held[0], file, "data", H5R_DATASET_REGION, space));
  hsize_t more[] = {0, 0}, one[] = {1, 1}, size[] = {7, 4};
  CHECK(H5Sselect_hyperslab(space, H5S_SELECT_XOR, more, NULL, one, size));
  CHECK(H5Rcreate(&held[1], file, "data", H5R_DATASET_REGION, space));
  hsize_t points[] = {3, 4, 0, 0, 11, 14, 3, 5};
  CHECK(H5Sselect_elements(space, H5S_SELECT_SET, 4, points));
  CHECK(H5Rcreate(&held[2], file, "data", H5R_DATASET_REGION, space));
  CHECK(H5Sselect_all(space));
  CHECK(H5Rcreate(&held[3], file, "data", H5R_DATASET_REGION, space));
  CHECK(H5Sselect_none(space));
  CHECK(H5Rcreate(&held[4], file, "data", H5R_DATASET_REGION, space));
  put(file, "regions", H5T_STD_REF_DSETREG, 8, held, H5P_DEFAULT);
  attribute(file, "regions", H5T_STD_REF_DSETREG, line(8), held);
  hid_t row = CHECK(H5Tcreate(H5T_COMPOUND, sizeof(hdset_reg_ref_t) + 4));
  CHECK(H5Tinsert(row, "n", 0, H5T_STD_I32LE));
  CHECK(H5Tinsert(row, "region", 4, H5T_STD_REF_DSETREG));
  uint8_t rows[2 * (sizeof(hdset_reg_ref_t) + 4)] = {0};
  memcpy(rows + 4, &held[1], sizeof held[1]);
  put(file, "rows", row, 2, rows, H5P_DEFAULT);
  H5Fclose(file);
}

static void composed(const char *name, int latest) {
  hid_t file = create(name, latest, H5P_DEFAULT);
  hid_t text = CHECK(H5Tcopy(H5T_C_S1)), numbers = CHECK(H5Tvlen_create(H5T_STD_I16BE)), nested = CHECK(H5Tvlen_create(numbers));
  CHECK(H5Tset_size(text, H5T_VARIABLE));
  hid_t texts = CHECK(H5Tvlen_create(text));
  int16_t values[] = {1, 2, 3, 4, 5};
  hvl_t inner[] = {{2, values}, {0, NULL}, {5, values}}, outer[] = {{3, inner}, {0, NULL}, {1, inner + 2}};
  put(file, "sequences of sequences", nested, 3, outer, H5P_DEFAULT);
  char *words[] = {"one", "two", "", "four"};
  hvl_t lists[] = {{4, words}, {0, NULL}, {1, words + 3}};
  put(file, "sequences of text", texts, 3, lists, H5P_DEFAULT);
  struct row { int32_t n; hvl_t v; char *text; struct { char *a[2]; float f[3]; } part; } rows[2];
  memset(rows, 0, sizeof rows);
  hid_t part = CHECK(H5Tcreate(H5T_COMPOUND, sizeof rows[0].part)), row = CHECK(H5Tcreate(H5T_COMPOUND, sizeof *rows));
  hsize_t two = 2, three = 3;
  CHECK(H5Tinsert(part, "a", 0, CHECK(H5Tarray_create2(text, 1, &two))));
  CHECK(H5Tinsert(part, "f", sizeof(char *) * 2, CHECK(H5Tarray_create2(H5T_IEEE_F32LE, 1, &three))));
  CHECK(H5Tinsert(row, "n", HOFFSET(struct row, n), H5T_STD_I32LE));
  CHECK(H5Tinsert(row, "v", HOFFSET(struct row, v), nested));
  CHECK(H5Tinsert(row, "text", HOFFSET(struct row, text), text));
  CHECK(H5Tinsert(row, "part", HOFFSET(struct row, part), part));
  rows[0].n = 5, rows[0].v = outer[0], rows[0].text = "a text", rows[0].part.a[0] = "x", rows[0].part.a[1] = "yy", rows[0].part.f[1] = 2.5f;
  rows[1].text = "", rows[1].part.a[1] = "only the second";
  put(file, "rows", row, 2, rows, H5P_DEFAULT);
  attribute(file, "rows", row, line(2), rows);
  hid_t lengths = chunks(1);
  CHECK(H5Pset_deflate(lengths, 1));
  put(file, "rows in chunks", row, 2, rows, lengths);
  static char longest[70000];
  memset(longest, 'z', sizeof longest - 1);
  char *large[] = {longest, "small"};
  put(file, "70000 bytes of text", text, 2, large, H5P_DEFAULT);
  hid_t colors = CHECK(H5Tenum_create(H5T_STD_U64BE));
  uint64_t codes[] = {0xff00000000000000u, 3, 0};
  uint64_t swapped[] = {0xff, 3ull << 56, 0};
  for (int i = 0; i < 3; i++) CHECK(H5Tenum_insert(colors, i == 0 ? "high" : i == 1 ? "three" : "none", &swapped[i]));
  (void)codes;
  put(file, "enum U64BE", colors, 3, swapped, H5P_DEFAULT);
  hid_t wide = CHECK(H5Tenum_create(H5T_STD_I32BE));
  uint32_t no = 0, yes = 0x01000000;
  CHECK(H5Tenum_insert(wide, "FALSE", &no));
  CHECK(H5Tenum_insert(wide, "TRUE", &yes));
  uint32_t flags[] = {0, 0x01000000, 0};
  put(file, "bool of 4 bytes", wide, 3, flags, H5P_DEFAULT);
  hid_t opaque = CHECK(H5Tcreate(H5T_OPAQUE, 7));
  CHECK(H5Tset_tag(opaque, "seven bytes"));
  put(file, "opaque", opaque, 3, NULL, H5P_DEFAULT);
  hsize_t dims[] = {2, 2};
  put(file, "arrays of opaque", CHECK(H5Tarray_create2(opaque, 2, dims)), 3, NULL, H5P_DEFAULT);
  hid_t spaced = CHECK(H5Tcopy(H5T_FORTRAN_S1));
  CHECK(H5Tset_size(spaced, 5));
  put(file, "arrays of text", CHECK(H5Tarray_create2(spaced, 2, dims)), 2, "ab   c    x y       12345     ab\0  \0    zz   ", H5P_DEFAULT);
  H5Fclose(file);
}

static void storage(const char *name, int latest) {
  hid_t file = create(name, latest, H5P_DEFAULT);
  char raw[3][200];
  hid_t creation = CHECK(H5Pcreate(H5P_DATASET_CREATE));
  for (int i = 0; i < 3; i++) {
    snprintf(raw[i], sizeof raw[i], "%.*s.raw%d", (int)strlen(name) - 3, name, i);
    CHECK(H5Pset_external(creation, raw[i], i * 5, i == 2 ? H5F_UNLIMITED : 50));
  }
  hsize_t shape = 60, unlimited = H5S_UNLIMITED;
  hid_t space = CHECK(H5Screate_simple(1, &shape, &unlimited));
  hid_t set = CHECK(H5Dcreate2(file, "external", H5T_STD_I32BE, space, H5P_DEFAULT, creation, H5P_DEFAULT));
  CHECK(H5Dwrite(set, H5T_STD_I32BE, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes(240)));
  H5Dclose(set);
  struct { const char *name; H5D_alloc_time_t alloc; H5D_fill_time_t time; } forms[] = {
      {"early", H5D_ALLOC_TIME_EARLY, H5D_FILL_TIME_ALLOC}, {"early, never", H5D_ALLOC_TIME_EARLY, H5D_FILL_TIME_NEVER},
      {"late", H5D_ALLOC_TIME_LATE, H5D_FILL_TIME_IFSET}, {"incremental", H5D_ALLOC_TIME_INCR, H5D_FILL_TIME_ALLOC}};
  for (int i = 0; i < 4; i++)
    for (int undefined = 0; undefined < 2; undefined++) {
      if (undefined && forms[i].time == H5D_FILL_TIME_ALLOC) continue;
      hid_t list = chunks(7);
      char text[40];
      int32_t fill = 77;
      CHECK(H5Pset_alloc_time(list, forms[i].alloc));
      CHECK(H5Pset_fill_time(list, forms[i].time));
      CHECK(H5Pset_fill_value(list, H5T_NATIVE_INT32, undefined ? NULL : &fill));
      snprintf(text, sizeof text, "%s%s", forms[i].name, undefined ? ", undefined" : "");
      hid_t filled = CHECK(H5Dcreate2(file, text, H5T_STD_I32BE, line(30), H5P_DEFAULT, list, H5P_DEFAULT));
      if (forms[i].alloc != H5D_ALLOC_TIME_LATE || undefined) {
        hid_t part = line(30);
        hsize_t from = 8, count = 10;
        CHECK(H5Sselect_hyperslab(part, H5S_SELECT_SET, &from, NULL, &count, NULL));
        CHECK(H5Dwrite(filled, H5T_STD_I32BE, line(10), part, H5P_DEFAULT, bytes(40)));
      }
      H5Dclose(filled);
    }
  hid_t masked = chunks(8);
  CHECK(H5Pset_shuffle(masked));
  CHECK(H5Pset_deflate(masked, 2));
  CHECK(H5Pset_fletcher32(masked));
  put(file, "three filters", H5T_STD_I32LE, 30, NULL, masked);
  hsize_t extents[] = {5, 6}, shape2[] = {13, 17};
  hid_t edges = CHECK(H5Pcreate(H5P_DATASET_CREATE)), plane = CHECK(H5Screate_simple(2, shape2, NULL));
  CHECK(H5Pset_chunk(edges, 2, extents));
  CHECK(H5Pset_deflate(edges, 2));
  if (latest) CHECK(H5Pset_chunk_opts(edges, H5D_CHUNK_DONT_FILTER_PARTIAL_CHUNKS));
  hid_t partial = CHECK(H5Dcreate2(file, "partial chunks", H5T_STD_U8LE, plane, H5P_DEFAULT, edges, H5P_DEFAULT));
  CHECK(H5Dwrite(partial, H5T_STD_U8LE, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes(221)));
  H5Dclose(partial);
  H5Fclose(file);
}

/* An object header in pieces, and with gaps. */
static void headers(const char *name, int latest) {
  hid_t file = create(name, latest, H5P_DEFAULT);
  hid_t groups[3];
  char text[64];
  for (int i = 0; i < 3; i++) {
    snprintf(text, sizeof text, "g%d", i);
    groups[i] = CHECK(H5Gcreate2(file, text, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  }
  for (int k = 0; k < 7; k++)
    for (int i = 0; i < 3; i++) {
      snprintf(text, sizeof text, "attribute %d", k);
      attribute(groups[i], text, H5T_STD_I16LE, line(5u * (unsigned)(k + 1)), bytes(500));
    }
  for (int k = 1; k < 7; k += 2) {
    snprintf(text, sizeof text, "attribute %d", k);
    CHECK(H5Adelete(groups[k % 3], text));
  }
  CHECK(H5Arename(groups[0], "attribute 2", "another, far longer name of an attribute"));
  put(groups[1], "d", H5T_STD_I8LE, 5, NULL, H5P_DEFAULT);
  CHECK(H5Lcreate_hard(groups[1], "d", groups[2], "again", H5P_DEFAULT, H5P_DEFAULT));
  attribute(groups[2], "null", H5T_STD_I8LE, CHECK(H5Screate(H5S_NULL)), "");
  attribute(groups[2], "scalar", H5T_STD_I8LE, CHECK(H5Screate(H5S_SCALAR)), "x");
  H5Fclose(file);
}

static void virtual_sets(const char *name) {
  char source[6][200];
  for (int i = 0; i < 6; i++) {
    snprintf(source[i], sizeof source[i], "%.*s-%d.src", (int)strlen(name) - 3, name, i);
    if (i == 2) continue; /* one is missing */
    hid_t file = create(source[i], 1, H5P_DEFAULT);
    hsize_t shape[] = {4, 3 + (hsize_t)i}, most[] = {H5S_UNLIMITED, H5S_UNLIMITED}, extents[] = {2, 2};
    hid_t space = CHECK(H5Screate_simple(2, shape, most)), creation = CHECK(H5Pcreate(H5P_DATASET_CREATE));
    CHECK(H5Pset_chunk(creation, 2, extents));
    hid_t set = CHECK(H5Dcreate2(file, "data", H5T_STD_I16LE, space, H5P_DEFAULT, creation, H5P_DEFAULT));
    CHECK(H5Dwrite(set, H5T_STD_I16LE, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes(64)));
    H5Fclose(file);
  }
  hid_t file = create(name, 1, H5P_DEFAULT);
  hsize_t shape[] = {4, 30}, most[] = {4, H5S_UNLIMITED}, start[] = {0, 0}, stride[] = {1, 4}, count[] = {1, H5S_UNLIMITED}, block[] = {4, 3}, one[] = {1, 1};
  int16_t fill = -5;
  { /* files named by number */
    hid_t space = CHECK(H5Screate_simple(2, shape, most)), creation = CHECK(H5Pcreate(H5P_DATASET_CREATE));
    CHECK(H5Sselect_hyperslab(space, H5S_SELECT_SET, start, stride, count, block));
    char pattern[200];
    snprintf(pattern, sizeof pattern, "%.*s-%%b.src", (int)strlen(name) - 3, name);
    hsize_t part[] = {4, 3};
    CHECK(H5Pset_fill_value(creation, H5T_STD_I16LE, &fill));
    CHECK(H5Pset_virtual(creation, space, pattern, "data", CHECK(H5Screate_simple(2, part, NULL))));
    CHECK(H5Sselect_all(space));
    H5Dclose(CHECK(H5Dcreate2(file, "numbered", H5T_STD_I16LE, space, H5P_DEFAULT, creation, H5P_DEFAULT)));
  }
  { /* without end */
    hsize_t rows[] = {8, 2}, rows_most[] = {8, H5S_UNLIMITED}, half[] = {4, H5S_UNLIMITED}, tail[] = {4, 0};
    hid_t space = CHECK(H5Screate_simple(2, rows, rows_most)), creation = CHECK(H5Pcreate(H5P_DATASET_CREATE));
    hsize_t any[] = {4, 9}, any_most[] = {H5S_UNLIMITED, H5S_UNLIMITED};
    for (int i = 0; i < 2; i++) {
      hid_t from = CHECK(H5Screate_simple(2, any, any_most));
      CHECK(H5Sselect_hyperslab(from, H5S_SELECT_SET, start, NULL, one, half));
      CHECK(H5Sselect_hyperslab(space, H5S_SELECT_SET, i ? tail : start, NULL, one, half));
      CHECK(H5Pset_virtual(creation, space, source[i + 3], "data", from));
    }
    CHECK(H5Sselect_all(space));
    H5Dclose(CHECK(H5Dcreate2(file, "endless", H5T_STD_I16LE, space, H5P_DEFAULT, creation, H5P_DEFAULT)));
  }
  H5Fclose(file);
}

static void file_space(const char *name, H5F_fspace_strategy_t strategy, int persist, hsize_t page, int image) {
  hid_t creation = CHECK(H5Pcreate(H5P_FILE_CREATE)), access = access_list(1);
  CHECK(H5Pset_file_space_strategy(creation, strategy, (hbool_t)persist, 1));
  if (page) CHECK(H5Pset_file_space_page_size(creation, page));
  if (image) {
    H5AC_cache_image_config_t config = {H5AC__CURR_CACHE_IMAGE_CONFIG_VERSION, 1, 0, H5AC__CACHE_IMAGE__ENTRY_AGEOUT__NONE};
    CHECK(H5Pset_mdc_image_config(access, &config));
  }
  hid_t file = CHECK(H5Fcreate(name, H5F_ACC_TRUNC, creation, access));
  char text[32];
  for (int i = 0; i < 12; i++) {
    snprintf(text, sizeof text, "d%d", i);
    put(file, text, H5T_STD_I16LE, (hsize_t)(20 * i + 1), NULL, i % 2 ? chunks(9) : H5P_DEFAULT);
  }
  for (int i = 0; i < 12; i += 5) {
    snprintf(text, sizeof text, "d%d", i);
    CHECK(H5Ldelete(file, text, H5P_DEFAULT));
  }
  H5Fclose(file);
}

/* Each chunk index, a dense group and a committed type, as small as can be: the invalid files are made of it. */
static void small_indexes(const char *name, int latest) {
  hid_t file = create(name, latest, H5P_DEFAULT);
  struct { const char *name; hsize_t rows, columns; } forms[] = {
      {"fixed", 6, 6}, {"extensible", H5S_UNLIMITED, 6}, {"tree", H5S_UNLIMITED, H5S_UNLIMITED}};
  for (int deflated = 0; deflated < 2; deflated++)
    for (int f = 0; f < 3; f++) {
      hsize_t shape[] = {6, 6}, most[] = {forms[f].rows, forms[f].columns}, extents[] = {2, 3};
      hid_t space = CHECK(H5Screate_simple(2, shape, most)), creation = CHECK(H5Pcreate(H5P_DATASET_CREATE));
      char text[40];
      CHECK(H5Pset_chunk(creation, 2, extents));
      if (deflated) CHECK(H5Pset_deflate(creation, 6));
      if (deflated) CHECK(H5Pset_fletcher32(creation));
      snprintf(text, sizeof text, "%s%s", forms[f].name, deflated ? " deflated" : "");
      hid_t set = CHECK(H5Dcreate2(file, text, H5T_STD_U8LE, space, H5P_DEFAULT, creation, H5P_DEFAULT));
      CHECK(H5Dwrite(set, H5T_STD_U8LE, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes(36)));
      H5Dclose(set);
    }
  hid_t group_creation = CHECK(H5Pcreate(H5P_GROUP_CREATE));
  CHECK(H5Pset_link_phase_change(group_creation, 0, 0));
  CHECK(H5Pset_attr_phase_change(group_creation, 0, 0));
  hid_t group = CHECK(H5Gcreate2(file, "dense", H5P_DEFAULT, group_creation, H5P_DEFAULT));
  for (int16_t i = 0; i < 3; i++) {
    char text[40];
    snprintf(text, sizeof text, "link %d", i);
    CHECK(H5Lcreate_soft("/fixed", group, text, H5P_DEFAULT, H5P_DEFAULT));
    attribute(group, text, H5T_STD_I16LE, CHECK(H5Screate(H5S_SCALAR)), &i);
  }
  H5Fclose(file);
}

typedef void (*filler)(const char *, int);

int main(int count, char **arguments) {
  if (count != 2 || chdir(arguments[1])) {
    fprintf(stderr, "usage: native FOLDER\n");
    return 64;
  }
  struct { const char *name; filler fill; } files[] = {
      {"links", links}, {"times", times}, {"integers", integers}, {"floats", floats}, {"nbit", nbit}, {"regions", regions},
      {"composed", composed}, {"storage", storage}, {"headers", headers}};
  char name[64];
  for (size_t f = 0; f < sizeof files / sizeof *files; f++)
    for (int latest = 0; latest < 2; latest++) {
      snprintf(name, sizeof name, "%s-%s.h5", files[f].name, latest ? "latest" : "earliest");
      files[f].fill(name, latest);
    }
  scale_offset("scale-offset.h5", 1);
  szip("szip.h5", 1);
  small_indexes("indexes-latest.h5", 1);
  small_indexes("indexes-earliest.h5", 0);
  shared("shared-list.h5", 50);
  shared("shared-tree.h5", 0);
  heaps("heaps.h5", 0);
  heaps("heaps-filtered.h5", 1);
  sizes("sizes-2-2.h5", 2, 2, 0, 0, 0);
  sizes("sizes-4-4.h5", 4, 4, 1, 512, 0);
  sizes("sizes-4-8.h5", 4, 8, 0, 2048, 2);
  sizes("sizes-8-4.h5", 8, 4, 1, 0, 1);
  sizes("k.h5", 8, 8, 0, 0, 1);
  virtual_sets("virtual.h5");
  file_space("space-fsm.h5", H5F_FSPACE_STRATEGY_FSM_AGGR, 1, 0, 0);
  file_space("space-page.h5", H5F_FSPACE_STRATEGY_PAGE, 1, 1024, 0);
  file_space("space-aggr.h5", H5F_FSPACE_STRATEGY_AGGR, 0, 0, 0);
  file_space("space-none.h5", H5F_FSPACE_STRATEGY_NONE, 0, 0, 0);
  file_space("cache-image.h5", H5F_FSPACE_STRATEGY_FSM_AGGR, 1, 0, 1);
  return 0;
}
