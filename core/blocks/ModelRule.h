// How a block model of another program is read, as the user states it; declared as parameters in
// ModelRule.cpp. What is left empty or 0 is found in the file, and what was found is shown.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "core/base/NumberStyle.h"
#include "core/base/Param.h"
#include "core/base/TextEncoding.h"

namespace orelens::blocks {

enum class ModelFormat { detect, table, gslib, vtk, ubc, own };
enum class Turn { detect, none, stated };
enum class NegativeGrade { detect, missing, zero, keep };
/// Of coordinates and sizes in the file; `detect`: as the file states, else metres.
enum class ModelLength { detect, metre, foot, survey_foot };
/// The last is a tonnage factor, the volume of a short ton.
enum class DensityUnit { detect, tonne_per_m3, kilogram_per_m3, pound_per_ft3, ft3_per_short_ton };
enum class TonnageUnit { detect, tonne, short_ton };
/// What i, j, k count from; `detect`: from 0 where one of them is 0, else from 1.
enum class FirstIndex { detect, zero, one };
/// Order of the cells of a grid without places, fastest first; `down`: levels from the top.
enum class CellOrder { detect, xyz, zyx, xyz_down, zxy_down };

struct ModelRule {
    std::string file;  ///< empty: the model is estimated from drillholes
    std::string element;  ///< grid of an OMF or geoh5 file, sheet of a workbook; empty: the only one
    ModelFormat format = ModelFormat::detect;
    std::string mesh_file;  ///< of UBC models; empty = the .msh beside the file
    /// Headers; empty = guessed; "-" = there is none.
    std::string x, y, z, i, j, k, size_x, size_y, size_z;
    std::string density, tonnage, volume, proportion, excluded;
    std::string grades;      ///< name=header[unit];… ; empty = guessed
    std::string categories;  ///< headers that are codes, beside those with text; separated by ;
    std::string numbers;     ///< headers that are plain numbers, whatever they are called; separated by ;
    std::string by_mass;     ///< headers of plain numbers whose mean is by mass, else by volume
    std::string leave_out;   ///< headers that are not taken
    std::string null_codes = "-99;-999;-999.25;-9999;-99999;-1e30;-1e31;1e21;1e31";
    std::string column_nulls;  ///< further ones of single columns: header=code|code;…
    base::TextEncoding encoding = base::TextEncoding::detect;
    base::DecimalMark decimal_mark = base::DecimalMark::detect;
    base::ThousandsMark thousands_mark = base::ThousandsMark::detect;
    ModelLength length_unit = ModelLength::detect;
    DensityUnit density_unit = DensityUnit::detect;
    TonnageUnit tonnage_unit = TonnageUnit::detect;
    NegativeGrade negative = NegativeGrade::detect;
    Turn rotation = Turn::detect;
    double azimuth_deg = 0, dip_deg = 0, roll_deg = 0;
    double pivot_x = 0, pivot_y = 0, pivot_z = 0;
    bool local = false;  ///< the file's coordinates are along the turned axes, from the pivot
    /// Of grids without places and of i, j, k: outer corner of the first block, sizes and counts.
    double origin_x = std::numeric_limits<double>::quiet_NaN();
    double origin_y = std::numeric_limits<double>::quiet_NaN();
    double origin_z = std::numeric_limits<double>::quiet_NaN();
    double size_u_m = 0, size_v_m = 0, size_w_m = 0;  ///< of a cell; 0 = found
    int count_u = 0, count_v = 0, count_w = 0;
    FirstIndex first_index = FirstIndex::detect;
    CellOrder order = CellOrder::detect;
    double parent_u_m = 0, parent_v_m = 0, parent_w_m = 0;  ///< blocks to be made; 0 = the largest cells
    bool missing_is_barren = true;
    double tolerance_percent = 10;
    bool operator==(const ModelRule&) const = default;
};

std::vector<base::Param<ModelRule>> model_params();

}  // namespace orelens::blocks
